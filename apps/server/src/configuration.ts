import { readFileSync } from "node:fs";
import { readFlags } from "./flags.ts";
import { formerVariables, type Setting, type SettingName, type Settings, settings } from "./settings.ts";
import { UsageError, unknown } from "./usage-error.ts";

/** Where a value comes from: `--port`, `PLANTON_MCP_HTTP_PORT`, the path of a file, or `default`. */
export type Source = string;

export interface CommandLine {
  /** The command; `stdio` where none is given. */
  readonly command: string;
  /** The words behind the command that are no options. */
  readonly words: readonly string[];
  readonly help: boolean;
  readonly version: boolean;
  readonly settings: Settings;
  readonly sources: Readonly<Record<SettingName, Source>>;
}

type Environment = Readonly<Record<string, string | undefined>>;

export const allSettings = Object.entries(settings) as readonly [SettingName, Setting<unknown>][];

/**
 * Reads flags, then environment variables, then the file that either names. Throws a `UsageError` for whatever it does
 * not know or can't take.
 */
export async function readCommandLine(args: readonly string[], env: Environment): Promise<CommandLine> {
  await refuseUnknownVariables(env);
  const { words, flags } = await readFlags(
    args,
    allSettings.map(([, setting]) => setting),
  );
  const [command = "stdio", ...rest] = words;
  const file = await readFile(flags.get("config") ?? env[settings.config.env]);
  const found = allSettings.map(([name, setting]) => [name, resolve(setting, command, flags, env, file)] as const);
  return {
    command,
    words: rest,
    help: flags.has("help"),
    version: flags.has("version"),
    // Each value was made by its own setting.
    settings: Object.fromEntries(found.map(([name, { value }]) => [name, value])) as unknown as Settings,
    sources: Object.fromEntries(found.map(([name, { source }]) => [name, source])) as Record<SettingName, Source>,
  };
}

function resolve(
  setting: Setting<unknown>,
  command: string,
  flags: ReadonlyMap<string, string>,
  env: Environment,
  file: ConfigurationFile,
): { readonly value: unknown; readonly source: Source } {
  const { flag = "", commands } = setting;
  const given = flags.get(flag);
  if (given !== undefined) {
    if (commands !== undefined && !commands.includes(command)) {
      throw new UsageError(`--${flag} goes with ${commands.join(" and ")}, not with ${command}.`);
    }
    return { value: parse(setting, `--${flag}`, given), source: `--${flag}` };
  }
  const variable = env[setting.env];
  if (variable !== undefined && variable !== "") {
    return { value: parse(setting, setting.env, variable), source: setting.env };
  }
  const text = file.values.get(flag);
  if (text !== undefined) return { value: parse(setting, `${flag} in ${file.path}`, text), source: file.path };
  return { value: setting.fallback, source: "default" };
}

function parse(setting: Setting<unknown>, source: string, text: string): unknown {
  try {
    return setting.parse(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // A key that is not one still belongs in no log.
    const given = setting.isSecret === true ? "" : `, not "${text}"`;
    throw new UsageError(`${source} ${error.message}${given}.`);
  }
}

interface ConfigurationFile {
  readonly path: string;
  /** Texts by flag. */
  readonly values: ReadonlyMap<string, string>;
}

/** A JSON object of values by flag: `{"read-only": true, "port": 9000}`. */
async function readFile(path: string | undefined): Promise<ConfigurationFile> {
  if (path === undefined || path === "") return { path: "", values: new Map() };
  const known = allSettings.flatMap(([, { flag = [] }]) => flag).filter((flag) => flag !== settings.config.flag);
  const values = new Map<string, string>();
  for (const [key, value] of Object.entries(objectIn(path))) {
    if (!known.includes(key)) throw new UsageError(await unknown(`setting ${key}, which ${path} has`, key, known));
    values.set(key, Array.isArray(value) ? value.join(",") : String(value));
  }
  return { path, values };
}

function objectIn(path: string): object {
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  } catch (error) {
    throw new UsageError(`The configuration file ${path} can't be read: ${(error as Error).message}.`);
  }
  throw new UsageError(`The configuration file ${path} is not a JSON object.`);
}

async function refuseUnknownVariables(env: Environment): Promise<void> {
  const known = allSettings.map(([, setting]) => setting.env);
  for (const [name, text] of Object.entries(env)) {
    if (text === undefined || text === "" || known.includes(name)) continue;
    if (Object.hasOwn(formerVariables, name)) {
      const instead = formerVariables[name]?.(text);
      if (instead !== undefined) throw new UsageError(`${name} is not read any more. ${instead}`);
    } else if (name.startsWith("PLANTON_MCP_")) {
      throw new UsageError(await unknown(`variable ${name}`, name, known));
    }
  }
}
