import { commands } from "./commands.ts";
import { type Setting, settings } from "./settings.ts";

const indent = "  ";

/** The text of `--help`, made from the commands and the settings. */
export function helpText(): string {
  const commandRows = Object.entries(commands).map(([name, { description }]) => [name, description] as const);
  const all: readonly Setting<unknown>[] = Object.values(settings);
  const flagRows = all.flatMap((setting) => (setting.flag === undefined ? [] : [flagRow(setting, setting.flag)]));
  const variableRows = all.map((setting) => [setting.env, variableText(setting)] as const);
  return [
    "Usage: planton-mcp [COMMAND] [OPTION]…",
    "The MCP server for the Planton cloud platform. Without a command it is a stdio server.",
    `Commands:\n${table(commandRows)}`,
    `Options:\n${table([...flagRows, ["-h, --help", "Show this text."], ["-v, --version", "Show the version."]])}`,
    `Environment variables, for what no option says:\n${table(variableRows)}`,
    "Exit codes: 0 ended as asked, 1 failed, 2 called the wrong way.",
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
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `${indent}${left.padEnd(width)}  ${right}`).join("\n");
}
