import { readFileSync } from "node:fs";
import { basename } from "node:path";

/** One setting: all that help, documentation and error texts say of it. */
export interface Setting<Value> {
  /** Without dashes. Absent where the value must not be seen in a list of processes. */
  readonly flag?: string;
  readonly env: string;
  /** What stands for the value in help. Absent for a switch: its flag takes no value, its variable true or false. */
  readonly value?: string;
  readonly fallback: Value;
  /** The commands that take it. Absent where all do. */
  readonly commands?: readonly string[];
  /** Whether the value is shown nowhere. */
  readonly isSecret?: true;
  /** Whether its flag may be given more than once, each adding to a list. */
  readonly isRepeatable?: true;
  readonly description: string;
  /** Throws a `RangeError` that says what would be right. */
  readonly parse: (text: string) => Value;
}

const setting = <Value>(facts: Setting<Value>): Setting<Value> => facts;

/** Commands that call tools or tell which there are. */
const surfaces = ["stdio", "http", "tools", "call", "doctor", "policy"];
/** Commands that talk to a Planton API. */
const callers = ["stdio", "http", "call", "doctor", "policy"];
/** Commands by which something may be changed. */
const changers = ["stdio", "http", "call", "policy"];
const listeners = ["http", "sandbox"];

const toggle = (facts: Pick<Setting<boolean>, "flag" | "env" | "description" | "commands">): Setting<boolean> => ({
  ...facts,
  fallback: false,
  parse: (text) => choice(["true", "false"] as const)(text.replace(/^1$/, "true").replace(/^0$/, "false")) === "true",
});

const choice =
  <Value extends string>(choices: readonly Value[]) =>
  (text: string): Value => {
    const found = choices.find((candidate) => candidate === text.toLowerCase());
    if (found === undefined) throw new RangeError(`is one of ${choices.join(", ")}`);
    return found;
  };

const whole = (least: number, most: number) => (text: string) => {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) throw new RangeError(`is a whole number from ${least} to ${most}`);
  return value;
};

const list = (text: string): readonly string[] => {
  const entries = text.split(",").map((entry) => entry.trim());
  if (entries.includes("")) throw new RangeError("is a list with commas between its entries, none of them empty");
  return entries;
};

const readableFile = (text: string): string => {
  try {
    readFileSync(text);
  } catch {
    throw new RangeError("is the path of a file that can be read");
  }
  return text;
};

const secretFiles = (text: string): readonly string[] => {
  const files = list(text);
  const names = files.map((file) => basename(file));
  if (new Set(names).size < names.length) throw new RangeError("names two files of the same name");
  for (const file of files) readableFile(file);
  return files;
};

const surfaceNames = ["full", "compact"] as const;
const environments = ["live", "test", "local"] as const;
const logLevels = ["silent", "error", "warn", "info", "debug"] as const;

export const settings = {
  sandbox: toggle({
    flag: "sandbox",
    env: "PLANTON_MCP_SANDBOX",
    commands: callers,
    description: "Use a local Planton in this process instead of a real one. Nothing is deployed.",
  }),
  data: setting<string | undefined>({
    flag: "data",
    env: "PLANTON_MCP_SANDBOX_DATA",
    commands: [...callers, "sandbox"],
    value: "FILE",
    fallback: undefined,
    description: "Keep the sandbox's data in a file instead of in memory.",
    parse: (text) => text,
  }),
  faults: setting<readonly string[]>({
    flag: "fault",
    env: "PLANTON_MCP_SANDBOX_FAULT",
    commands: [...callers, "sandbox"],
    value: "METHOD=KIND[@TIMES][:VALUE]",
    isRepeatable: true,
    fallback: [],
    description: "Let calls of the sandbox go wrong, for example *=latency:2000 or get=error@2:unavailable.",
    parse: list,
  }),
  jobSeconds: setting<number>({
    flag: "job-seconds",
    env: "PLANTON_MCP_SANDBOX_JOB_SECONDS",
    commands: [...callers, "sandbox"],
    value: "SECONDS",
    fallback: 2,
    description: "About how long the sandbox's stack jobs take; with 0 they are over at once.",
    parse: whole(0, 3600),
  }),
  apiKey: setting<string | undefined>({
    env: "PLANTON_API_KEY",
    value: "KEY",
    isSecret: true,
    fallback: undefined,
    description: "The Planton API key that a stdio server calls with. Over HTTP each request brings its own.",
    parse: (text) => {
      if (!/^[\x21-\x7e]+$/.test(text)) throw new RangeError("is one word without spaces or control characters");
      return text;
    },
  }),
  environment: setting<(typeof environments)[number]>({
    flag: "environment",
    commands: callers,
    env: "PLANTON_ENVIRONMENT",
    value: environments.join("|"),
    fallback: "live",
    description: "Which Planton to use; local is one on localhost:8080.",
    parse: choice(environments),
  }),
  endpoint: setting<string | undefined>({
    flag: "endpoint",
    commands: callers,
    env: "PLANTON_APIS_GRPC_ENDPOINT",
    value: "HOST:PORT",
    fallback: undefined,
    description: "A Planton API at another address. TLS on port 443, or with https:// before it.",
    parse: (text) => text,
  }),
  allowPlaintext: toggle({
    flag: "allow-plaintext",
    commands: callers,
    env: "PLANTON_MCP_ALLOW_PLAINTEXT",
    description: "Allow an endpoint on another machine without TLS: API keys then cross the network readable.",
  }),
  caFile: setting<string | undefined>({
    flag: "ca-file",
    commands: callers,
    env: "PLANTON_MCP_CA_FILE",
    value: "FILE",
    fallback: undefined,
    description: "PEM certificates to trust for the endpoint instead of the system's.",
    parse: readableFile,
  }),
  timeout: setting<number>({
    flag: "timeout",
    commands: callers,
    env: "PLANTON_MCP_TIMEOUT",
    value: "SECONDS",
    fallback: 30,
    description: "How long a call to the Planton API may take, its retries included.",
    parse: whole(1, 600),
  }),
  readOnly: toggle({
    flag: "read-only",
    commands: surfaces,
    env: "PLANTON_MCP_READ_ONLY",
    description: "List and run only tools that change nothing.",
  }),
  plugins: setting<readonly string[] | undefined>({
    flag: "plugins",
    commands: surfaces,
    env: "PLANTON_MCP_PLUGINS",
    value: "NAME,…",
    fallback: undefined,
    description: "Offer the tools of these plugins only; with --tools, both.",
    parse: list,
  }),
  tools: setting<readonly string[] | undefined>({
    flag: "tools",
    commands: surfaces,
    env: "PLANTON_MCP_TOOLS",
    value: "NAME,…",
    fallback: undefined,
    description: "Offer these tools only; * stands for anything, as in get_*.",
    parse: list,
  }),
  excludeTools: setting<readonly string[]>({
    flag: "exclude-tools",
    commands: surfaces,
    env: "PLANTON_MCP_EXCLUDE_TOOLS",
    value: "NAME,…",
    fallback: [],
    description: "Never offer these tools, whatever selects them; * stands for anything.",
    parse: list,
  }),
  reveal: setting<readonly string[]>({
    flag: "reveal",
    commands: surfaces,
    env: "PLANTON_MCP_REVEAL",
    value: "TOOL,…",
    fallback: [],
    description: "Offer these tools, which show a secret. Each is off until it is named here.",
    parse: list,
  }),
  surface: setting<(typeof surfaceNames)[number]>({
    flag: "surface",
    commands: surfaces,
    env: "PLANTON_MCP_SURFACE",
    value: surfaceNames.join("|"),
    fallback: "full",
    description: "List every tool, or a handful by which all others are found and run.",
    parse: choice(surfaceNames),
  }),
  policy: setting<string | undefined>({
    flag: "policy",
    commands: changers,
    env: "PLANTON_MCP_POLICY",
    value: "FILE",
    fallback: undefined,
    description: "Rules, in YAML or JSON, for what happens with changes: allow, plan, human or refuse.",
    parse: readableFile,
  }),
  confirmationKeys: setting<readonly string[] | undefined>({
    env: "PLANTON_MCP_CONFIRMATION_KEYS",
    commands: changers,
    value: "KEY,…",
    isSecret: true,
    fallback: undefined,
    description:
      "Secrets of 32 characters or more that confirmations are sealed with, the same for all replicas. The first seals, any opens, so that keys can be rotated. Without it each process has its own.",
    parse: (text) => {
      const keys = list(text);
      if (keys.some((key) => key.length < 32)) throw new RangeError("has 32 characters or more in each of its keys");
      return keys;
    },
  }),
  confirmationMinutes: setting<number>({
    flag: "confirmation-minutes",
    commands: changers,
    env: "PLANTON_MCP_CONFIRMATION_MINUTES",
    value: "MINUTES",
    fallback: 5,
    description: "How long the confirmation of a plan is good.",
    parse: whole(1, 60),
  }),
  changesPerMinute: setting<number>({
    flag: "changes-per-minute",
    commands: changers,
    env: "PLANTON_MCP_CHANGES_PER_MINUTE",
    value: "COUNT",
    fallback: 60,
    description: "How many changes one API key may make in a minute; 0 for any number.",
    parse: whole(0, 100_000),
  }),
  destroysPerHour: setting<number>({
    flag: "destroys-per-hour",
    commands: changers,
    env: "PLANTON_MCP_DESTROYS_PER_HOUR",
    value: "COUNT",
    fallback: 20,
    description: "How often one API key may remove something in an hour; 0 for any number.",
    parse: whole(0, 100_000),
  }),
  auditLog: setting<string>({
    flag: "audit-log",
    commands: ["stdio", "http", "call"],
    env: "PLANTON_MCP_AUDIT_LOG",
    value: "stderr|off|FILE",
    fallback: "stderr",
    description: "Where a line of JSON goes for every change that was made, tried or stopped; of call, to a file only.",
    parse: (text) => text,
  }),
  secretEnv: setting<readonly string[]>({
    flag: "secret-env",
    commands: ["stdio", "call"],
    env: "PLANTON_MCP_SECRET_ENV",
    value: "NAME",
    isRepeatable: true,
    fallback: [],
    description:
      "An environment variable that a tool may store as a secret. The model names it and never sees its value.",
    parse: list,
  }),
  secretFile: setting<readonly string[]>({
    flag: "secret-file",
    commands: ["stdio", "call"],
    env: "PLANTON_MCP_SECRET_FILE",
    value: "FILE",
    isRepeatable: true,
    fallback: [],
    description: "A file that a tool may store as a secret, named by the last part of its path.",
    parse: secretFiles,
  }),
  host: setting<string>({
    flag: "host",
    commands: listeners,
    env: "PLANTON_MCP_HTTP_HOST",
    value: "HOST",
    fallback: "127.0.0.1",
    description: "The address that http or the sandbox listens on.",
    parse: (text) => text,
  }),
  port: setting<number>({
    flag: "port",
    commands: listeners,
    env: "PLANTON_MCP_HTTP_PORT",
    value: "PORT",
    fallback: 8080,
    description: "The port that http or the sandbox listens on; 0 for any that is free.",
    parse: whole(0, 65_535),
  }),
  allowedHosts: setting<readonly string[]>({
    flag: "allowed-hosts",
    commands: ["http"],
    env: "PLANTON_MCP_HTTP_ALLOWED_HOSTS",
    value: "NAME,…",
    fallback: [],
    description: "Names, beside those of this machine, under which http may be called and whose web pages may call it.",
    parse: list,
  }),
  logLevel: setting<(typeof logLevels)[number]>({
    flag: "log-level",
    commands: ["stdio", "http"],
    env: "PLANTON_MCP_LOG_LEVEL",
    value: logLevels.join("|"),
    fallback: "info",
    description: "How much is logged on standard error.",
    parse: choice(logLevels),
  }),
  config: setting<string | undefined>({
    flag: "config",
    env: "PLANTON_MCP_CONFIG",
    value: "FILE",
    fallback: undefined,
    description: "A JSON file of settings by the names of their flags, for what neither flag nor variable says.",
    parse: readableFile,
  }),
  json: toggle({
    flag: "json",
    env: "PLANTON_MCP_JSON",
    commands: ["tools", "doctor"],
    description: "Print JSON instead of text.",
  }),
  explain: toggle({
    flag: "explain",
    env: "PLANTON_MCP_EXPLAIN",
    commands: ["tools"],
    description: "Say of every tool whether it is on, and why.",
  }),
  quiet: toggle({
    flag: "quiet",
    env: "PLANTON_MCP_QUIET",
    commands: ["call", "doctor"],
    description: "Show no progress.",
  }),
};

export type SettingName = keyof typeof settings;

export type Settings = {
  readonly [Name in SettingName]: (typeof settings)[Name] extends Setting<infer Value> ? Value : never;
};

/** Variables that an earlier server read: what to set instead, or nothing where the value given is what we do anyway. */
export const formerVariables: Readonly<Record<string, (text: string) => string | undefined>> = {
  PLANTON_CLOUD_ENVIRONMENT: () => "Set PLANTON_ENVIRONMENT instead.",
  PLANTON_MCP_ALLOW_DESTROY: () => "Confirmations have taken its place; see --policy for what else may happen.",
  PLANTON_MCP_TRANSPORT: () => "Say it with the command instead: planton-mcp stdio, or planton-mcp http.",
  PLANTON_MCP_HTTP_AUTH_ENABLED: (text) =>
    /^(true|1)$/i.test(text)
      ? undefined
      : "Every HTTP request needs an API key of its own; that can't be switched off.",
};
