import { parseArgs } from "node:util";
import type { Setting } from "./settings.ts";
import { UsageError, unknown } from "./usage-error.ts";

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

/** The words of a command line that are no options, and the options with their values; `true` for a switch. */
export async function readFlags(args: readonly string[], settings: readonly Setting<unknown>[]) {
  const switches = [
    "help",
    "version",
    ...settings.flatMap(({ flag = [], value }) => (value === undefined ? flag : [])),
  ];
  const valued = settings.flatMap(({ flag = [], value }) => (value === undefined ? [] : flag));
  const repeatable = settings.flatMap(({ flag = [], isRepeatable }) => (isRepeatable === true ? flag : []));
  const { tokens } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries([
      ...switches.map((flag) => [flag, { type: "boolean" } as const]),
      ...valued.map((flag) => [flag, { type: "string" } as const]),
      ["help", { type: "boolean", short: "h" } as const],
      ["version", { type: "boolean", short: "v" } as const],
    ]),
  });
  const words: string[] = [];
  const flags = new Map<string, string>();
  for (const token of tokens) {
    if (token.kind === "positional") words.push(token.value);
    if (token.kind !== "option") continue;
    const value = await optionValue(token, switches, valued);
    const before = flags.get(token.name);
    if (before !== undefined && !repeatable.includes(token.name)) {
      throw new UsageError(`--${token.name} is given twice.`);
    }
    flags.set(token.name, before === undefined ? value : `${before},${value}`);
  }
  return { words, flags };
}

async function optionValue(
  { name, rawName, value, inlineValue }: OptionToken,
  switches: readonly string[],
  valued: readonly string[],
): Promise<string> {
  if (switches.includes(name)) {
    if (value !== undefined) throw new UsageError(`--${name} takes no value.`);
    return "true";
  }
  if (!valued.includes(name)) {
    throw new UsageError(await unknown(`option ${rawName}`, name, [...switches, ...valued], "--"));
  }
  // What stands behind it unmarked and looks like an option is one: its own value has been forgotten.
  if (value === undefined || value === "" || (inlineValue !== true && value.startsWith("-"))) {
    throw new UsageError(`--${name} needs a value.`);
  }
  return value;
}
