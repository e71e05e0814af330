import { parseArgs } from "node:util";
import { formerVariables, type Setting, type SettingName, type Settings, settings } from "./settings.ts";

/** A mistake of whoever started the program: one sentence, and exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export interface CommandLine {
  /** The words that are no options. */
  readonly words: readonly string[];
  readonly help: boolean;
  readonly version: boolean;
  readonly settings: Settings;
}

const all = Object.entries(settings) as readonly [SettingName, Setting<unknown>][];
const isSwitch = (setting: Setting<unknown>) => setting.value === undefined;

/** Reads flags, then environment variables. Throws a `UsageError` for whatever it does not know or can't take. */
export async function readCommandLine(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<CommandLine> {
  await refuseUnknownVariables(env);
  const { words, flags } = await readFlags(args);
  const values = all.map(([name, setting]) => {
    const flag = flags.get(setting.flag ?? "");
    const variable = env[setting.env];
    if (flag !== undefined) return [name, parse(setting, `--${setting.flag}`, flag)] as const;
    if (variable !== undefined && variable !== "") return [name, parse(setting, setting.env, variable)] as const;
    return [name, setting.fallback] as const;
  });
  return {
    words,
    help: flags.has("help"),
    version: flags.has("version"),
    // Each value was made by its own setting.
    settings: Object.fromEntries(values) as unknown as Settings,
  };
}

function parse(setting: Setting<unknown>, source: string, text: string): unknown {
  try {
    return setting.parse(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // A key that is not one still belongs in no log.
    const given = setting.flag === undefined ? "" : `, not "${text}"`;
    throw new UsageError(`${source} ${error.message}${given}.`);
  }
}

const switches: readonly string[] = [
  "help",
  "version",
  ...all.flatMap(([, entry]) => (isSwitch(entry) ? flagOf(entry) : [])),
];
const known: readonly string[] = [...switches, ...all.flatMap(([, entry]) => (isSwitch(entry) ? [] : flagOf(entry)))];

function flagOf({ flag }: Setting<unknown>): readonly string[] {
  return flag === undefined ? [] : [flag];
}

async function readFlags(args: readonly string[]) {
  const { tokens } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries([
      ...known.map((flag) => [flag, { type: switches.includes(flag) ? "boolean" : "string" } as const]),
      ["help", { type: "boolean", short: "h" } as const],
      ["version", { type: "boolean", short: "v" } as const],
    ]),
  });
  const words: string[] = [];
  const flags = new Map<string, string>();
  for (const token of tokens) {
    if (token.kind === "positional") words.push(token.value);
    if (token.kind !== "option") continue;
    if (flags.has(token.name)) throw new UsageError(`--${token.name} is given twice.`);
    flags.set(token.name, await optionValue(token));
  }
  return { words, flags };
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

/** The value of an option; `true` for a switch. */
async function optionValue({ name, rawName, value, inlineValue }: OptionToken): Promise<string> {
  if (!known.includes(name)) throw new UsageError(await unknown(`option ${rawName}`, name, known, "--"));
  if (switches.includes(name)) {
    if (value !== undefined) throw new UsageError(`--${name} takes no value.`);
    return "true";
  }
  // What stands behind it unmarked and looks like an option is one: its own value has been forgotten.
  if (value === undefined || value === "" || (inlineValue !== true && value.startsWith("-"))) {
    throw new UsageError(`--${name} needs a value.`);
  }
  return value;
}

async function refuseUnknownVariables(env: Readonly<Record<string, string | undefined>>): Promise<void> {
  const variables = all.map(([, setting]) => setting.env);
  for (const [name, text] of Object.entries(env)) {
    if (text === undefined || text === "" || variables.includes(name)) continue;
    if (Object.hasOwn(formerVariables, name)) {
      const instead = formerVariables[name]?.(text);
      if (instead !== undefined) throw new UsageError(`${name} is not read any more. ${instead}`);
    } else if (name.startsWith("PLANTON_MCP_")) {
      throw new UsageError(await unknown(`variable ${name}`, name, variables));
    }
  }
}

/** Says that there is no such thing, and names the nearest. The look-up is loaded only when somebody misspells. */
export async function unknown(what: string, name: string, candidates: readonly string[], prefix = ""): Promise<string> {
  const { nearest } = await import("@planton-mcp/core");
  const near = nearest(name, candidates);
  return `There is no ${what}.${near === undefined ? " See planton-mcp --help." : ` Did you mean ${prefix}${near}?`}`;
}
