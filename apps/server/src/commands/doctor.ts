import { compose } from "@planton-mcp/core";
import { allSettings, type Source } from "../configuration.ts";
import { openBackend } from "../open-backend.ts";
import { plugins } from "../plugins.ts";
import type { SettingName, Settings } from "../settings.ts";
import { styled, table, withProgress } from "../terminal.ts";
import { version } from "../version.ts";
import { checkBackend } from "./check-backend.ts";
import { type ExplainedTool, explainTools } from "./surface.ts";

/** One thing that was looked at. */
export interface Finding {
  readonly subject: string;
  readonly status: "good" | "warning" | "bad";
  readonly text: string;
  /** What to do about it, where it is not good. */
  readonly remedy?: string;
}

/** Looks at everything that has to be right before an agent can work, and says of what is not how to mend it. */
export async function runDoctor(
  settings: Settings,
  sources: Readonly<Record<SettingName, Source>>,
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const opened = await openBackend(settings);
  const backend = withProgress(
    () => "Looking at the Planton API…",
    checkBackend(settings, opened, env),
    settings.quiet,
  );
  const explained = explainTools(compose(plugins), settings);
  const findings: readonly Finding[] = [program(), ...(await backend), tools(explained)];
  await opened.close();
  const effective = effectiveSettings(settings, sources);
  if (settings.json) console.log(JSON.stringify({ findings, tools: explained, settings: effective }, undefined, 2));
  else {
    console.log(`${findings.map(findingText).join("\n")}\n\nSettings, and where each comes from:`);
    console.log(table(effective.map(({ name, value, source }) => [`  ${name}`, value, source])));
  }
  if (findings.some(({ status }) => status === "bad")) process.exitCode = 1;
}

function program(): Finding {
  const text = `planton-mcp ${version} on Node.js ${process.versions.node} (${process.execPath}), MCP 2026-07-28 and 2025`;
  return { subject: "program", status: "good", text };
}

function tools(explained: readonly ExplainedTool[]): Finding {
  const on = explained.filter(({ state }) => state === "on");
  const off = Object.entries(byReason(explained.filter(({ state }) => state === "off")));
  const text = [
    `${on.length} of ${explained.length} tools are on; planton-mcp tools --explain has a line for each`,
    ...off.map(([reason, names]) => `  off: ${names.join(", ")}: ${reason}`),
  ];
  return { subject: "tools", status: "good", text: text.join("\n") };
}

function byReason(explained: readonly ExplainedTool[]): Readonly<Record<string, readonly string[]>> {
  const namesOf = (reason: string) => explained.filter((tool) => tool.reason === reason).map(({ name }) => name);
  return Object.fromEntries(
    [...new Set(explained.map(({ reason }) => reason))].map((reason) => [reason, namesOf(reason)]),
  );
}

function effectiveSettings(settings: Settings, sources: Readonly<Record<SettingName, Source>>) {
  return allSettings.map(([name, { flag, env, isSecret }]) => {
    const value = settings[name];
    const shown = value === undefined ? "" : isSecret === true ? "[hidden]" : String(value);
    return { name: flag ?? env, value: shown, source: sources[name] };
  });
}

const marks = { good: ["green", "✓"], warning: ["yellow", "!"], bad: ["red", "✗"] } as const;

function findingText({ subject, status, text, remedy }: Finding): string {
  const [colour, mark] = marks[status];
  return `${styled(colour, mark)} ${subject}: ${text}${remedy === undefined ? "" : `\n  → ${remedy}`}`;
}
