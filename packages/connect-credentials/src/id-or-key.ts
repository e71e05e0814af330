import type { Rule } from "@planton-mcp/core";

/** The rule of arguments that name one thing by its id, or by all parts of its key, and not by both. */
export function idOrKey(parts: readonly string[], optional: readonly string[] = []): Rule<Record<string, unknown>> {
  const key = parts.length === 1 ? parts[0] : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
  return (args) => {
    const given = [...parts, ...optional].filter((name) => args[name] !== undefined);
    if (args.id !== undefined) {
      return given.length === 0 ? undefined : { argument: "id", message: `Give either id, or ${key}, not both.` };
    }
    if (given.length === 0) return { argument: "id", message: `Give id, or ${key}.` };
    const missing = parts.find((name) => args[name] === undefined);
    return missing === undefined
      ? undefined
      : { argument: missing, message: `${given[0]} needs ${missing} beside it.` };
  };
}
