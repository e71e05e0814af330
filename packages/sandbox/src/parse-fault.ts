import { Code } from "@connectrpc/connect";
import { services } from "./domains/index.ts";
import { checkMethod, type Effect, type Fault, type NetworkKind } from "./faults.ts";

/** How each kind is written: what stands after its colon, and what that means. */
const kinds: { readonly [Kind in Fault["kind"]]: (value: string | undefined) => Effect } = {
  latency: (value) => ({ kind: "latency", milliseconds: millisecondsIn(value) }),
  error(value = "") {
    const [, name = "", message] = /^([^:]*)(?::(.*))?$/s.exec(value) ?? [];
    return { kind: "error", code: codeNamed(name), ...(message === undefined ? {} : { message }) };
  },
  details: (value) => ({ kind: "details", ...(value === undefined ? {} : { code: codeNamed(value) }) }),
  silence: (value) => bare("silence", value),
  newer: (value) => bare("newer", value),
  drop: (value) => bare("drop", value),
  goaway: (value) => bare("goaway", value),
  oversize: (value) => bare("oversize", value),
  garbage: (value) => bare("garbage", value),
  cut: (value) => bare("cut", value),
};

/**
 * Reads a fault from a command line: `METHOD=KIND[@TIMES][:VALUE]`, for example
 * `EnvironmentQueryController/get=latency:2000` or `*=error@2:unavailable:Try later`. Throws a `RangeError` that names
 * what would have been understood.
 */
export function parseFault(text: string): Fault {
  const [, method, kind = "", times, value] = /^([^=]+)=([^:@]*)(?:@([1-9]\d*))?(?::(.*))?$/s.exec(text) ?? [];
  if (method === undefined) {
    throw new RangeError(`"${text}" is not a fault. Write METHOD=KIND[@TIMES][:VALUE], for example *=latency:2000.`);
  }
  checkMethod(method, services);
  if (!isKind(kind)) {
    throw new RangeError(`"${kind}" is no kind of fault. Known: ${Object.keys(kinds).join(", ")}.`);
  }
  return { method, ...kinds[kind](value), ...(times === undefined ? {} : { times: Number(times) }) };
}

function isKind(text: string): text is Fault["kind"] {
  return Object.hasOwn(kinds, text);
}

function bare<Kind extends "silence" | "newer" | NetworkKind>(kind: Kind, value: string | undefined): Effect {
  if (value !== undefined) throw new RangeError(`The fault ${kind} takes no value, but was given "${value}".`);
  return { kind };
}

function millisecondsIn(text = ""): number {
  if (!/^\d+$/.test(text)) throw new RangeError(`A latency is a number of milliseconds, not "${text}".`);
  return Number(text);
}

const codes: ReadonlyMap<string, Code> = new Map(
  Object.values(Code)
    .filter((code) => typeof code === "number")
    .map((code) => [Code[code].replace(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toLowerCase(), code]),
);

/** The code that gRPC spells so: `failed_precondition`. */
function codeNamed(name: string): Code {
  const code = codes.get(name);
  if (code === undefined) throw new RangeError(`"${name}" is no status code. Known: ${[...codes.keys()].join(", ")}.`);
  return code;
}
