/** A mistake of whoever started the program: one sentence, and exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Says that there is no such thing, and names the nearest. The look-up is loaded only when somebody misspells. */
export async function unknown(what: string, name: string, candidates: readonly string[], prefix = ""): Promise<string> {
  const { nearest } = await import("@planton-mcp/core");
  const near = nearest(name, candidates);
  return `There is no ${what}.${near === undefined ? " See planton-mcp --help." : ` Did you mean ${prefix}${near}?`}`;
}
