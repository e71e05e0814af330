import type { IncomingMessage } from "node:http";
import { type Catalogue, compose, nearest } from "@planton-mcp/core";
import { checkSelection, whyOff } from "@planton-mcp/core/v2";
import type { Narrowing } from "../mcp-server.ts";
import { plugins } from "../plugins.ts";
import { settings as known, type Settings } from "../settings.ts";

/** What a request may narrow, by the name in its query; as a header, with `x-planton-` before it. */
const options = {
  plugins: known.plugins,
  tools: known.tools,
  "exclude-tools": known.excludeTools,
  "read-only": known.readOnly,
  surface: known.surface,
} as const;

type Option = keyof typeof options;

const prefix = "x-planton-";
const names = Object.keys(options) as readonly Option[];
const catalogue = compose(plugins);

/** A request that asks for what it can't have: the status and the sentence that it is answered with. */
export interface Refusal {
  readonly status: 400 | 403;
  readonly error: string;
}

/**
 * What a request's query and headers want to see of what the settings offer. Whatever is unknown, misspelt, given twice
 * or wider than the settings is refused: nobody is to believe in a limit that is not there.
 */
export function narrowingOf(request: IncomingMessage, settings: Settings): Narrowing | Refusal {
  try {
    const given = optionsIn(request);
    const value = <Name extends Option>(name: Name) => {
      const text = given.get(name);
      return text === undefined ? undefined : (parse(name, text) as ReturnType<(typeof options)[Name]["parse"]>);
    };
    const narrowing: Narrowing = {
      plugins: value("plugins"),
      tools: value("tools"),
      excludeTools: value("exclude-tools"),
      readOnly: value("read-only"),
      surface: value("surface"),
    };
    checkSelection(catalogue, narrowing);
    const error = widening(catalogue, narrowing, settings);
    return error === undefined ? narrowing : { status: 403, error };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { status: 400, error: error.message };
  }
}

function optionsIn({ url = "/", headers }: IncomingMessage): ReadonlyMap<Option, string> {
  const given = new Map<Option, string>();
  const add = (name: string, text: string, where: string) => {
    const option = names.find((candidate) => candidate === name);
    if (option === undefined) {
      const near = nearest(name, names);
      throw new RangeError(`There is no ${where} ${name}.${near === undefined ? "" : ` Did you mean ${near}?`}`);
    }
    if (given.has(option)) throw new RangeError(`${option} is given twice.`);
    given.set(option, text);
  };
  for (const [name, text] of new URL(url, "http://localhost").searchParams) add(name, text, "option");
  for (const [name, text] of Object.entries(headers)) {
    if (name.startsWith(prefix)) add(name.slice(prefix.length), String(text), `header ${prefix}…`);
  }
  return given;
}

function parse(name: Option, text: string): unknown {
  try {
    return options[name].parse(text);
  } catch (error) {
    throw error instanceof RangeError ? new RangeError(`${name} ${error.message}, not "${text}".`) : error;
  }
}

/** What a request asks for that the settings have switched off. */
function widening(all: Catalogue, { plugins: wanted = [], tools = [], readOnly }: Narrowing, settings: Settings) {
  if (readOnly === false && settings.readOnly) return "This server is read-only; a request can't change that.";
  const isOff = (name: string) => {
    const tool = all.tools.find((candidate) => candidate.name === name);
    return tool && whyOff(tool, all.homeOf(name) ?? "", [settings]);
  };
  for (const plugin of wanted) {
    const own = all.tools.filter(({ name }) => all.homeOf(name) === plugin);
    if (own.every(({ name }) => isOff(name) !== undefined))
      return `This server offers nothing of the plugin ${plugin}.`;
  }
  for (const tool of tools) {
    const reason = isOff(tool);
    if (reason !== undefined) return `${tool} ${reason}; a request can't change that.`;
  }
  return undefined;
}
