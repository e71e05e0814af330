import { commands } from "./commands.ts";
import { type Setting, settings } from "./settings.ts";
import { table as inColumns } from "./terminal.ts";

const exitCodes = [
  ["0", "It ended as asked."],
  ["1", "It failed, or the doctor found something bad."],
  ["2", "It was called the wrong way: an option, a variable or an argument."],
  ["3", "call: not allowed, by the platform or by this program's settings."],
  ["4", "call: the Planton API did not answer."],
  ["5", "call: nobody knows whether the change was made."],
] as const;

/** The text of `--help`, made from the commands and the settings. */
export function helpText(): string {
  const commandRows = Object.entries(commands).map(
    ([name, { words = "", description }]) => [`${name} ${words}`.trim(), description] as const,
  );
  const all: readonly Setting<unknown>[] = Object.values(settings);
  const flagRows = all.flatMap((setting) => (setting.flag === undefined ? [] : [flagRow(setting, setting.flag)]));
  const variableRows = all.map((setting) => [setting.env, variableText(setting)] as const);
  return [
    "Usage: planton-mcp [COMMAND] [OPTION]…",
    "The MCP server for the Planton cloud platform. Without a command it is a stdio server.",
    `Commands:\n${table(commandRows)}`,
    `Options:\n${table([...flagRows, ["-h, --help", "Show this text."], ["-v, --version", "Show the version."]])}`,
    `Environment variables, for what no option says:\n${table(variableRows)}`,
    `Exit codes:\n${table(exitCodes)}`,
  ].join("\n\n");
}

function flagRow(setting: Setting<unknown>, flag: string): readonly [string, string] {
  return [`--${flag}${setting.value === undefined ? "" : ` ${setting.value}`}`, withFallback(setting)];
}

function withFallback({ description, fallback }: Setting<unknown>): string {
  const isSilent = fallback === undefined || fallback === false || (Array.isArray(fallback) && fallback.length === 0);
  return isSilent ? description : `${description} Default: ${String(fallback)}.`;
}

function variableText({ flag, description }: Setting<unknown>): string {
  return flag === undefined ? description : `as --${flag}`;
}

function table(rows: readonly (readonly [string, string])[]): string {
  return inColumns(rows).replace(/^/gm, "  ");
}
