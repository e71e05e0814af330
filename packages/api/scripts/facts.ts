/** The contract's facts: their types, the check that nothing in them is unknown, and the closure of the roots. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export type OptionValue = boolean | number | string | readonly OptionValue[] | { readonly [key: string]: OptionValue };
export type Options = Readonly<Record<string, OptionValue>>;

export interface FieldFacts {
  readonly name: string;
  readonly number: number;
  readonly type: string;
  readonly repeated?: boolean;
  readonly optional?: boolean;
  readonly oneof?: string;
  readonly jsonName?: string;
  readonly options?: Options;
}

export interface OneofFacts {
  readonly name: string;
  readonly options?: Options;
}

export interface EnumFacts {
  readonly name: string;
  readonly values: readonly { readonly name: string; readonly number: number; readonly options?: Options }[];
}

export interface MessageFacts {
  readonly name: string;
  readonly fields?: readonly FieldFacts[];
  readonly oneofs?: readonly OneofFacts[];
  readonly messages?: readonly MessageFacts[];
  readonly enums?: readonly EnumFacts[];
  readonly options?: Options;
  /** Whether the message is open to extensions, as the rules of buf.validate are. Not part of the contract's facts. */
  readonly extensible?: boolean;
}

export interface ExtensionFacts {
  readonly name: string;
  readonly number: number;
  readonly type: string;
  readonly extendee: string;
  readonly repeated?: boolean;
}

export interface MethodFacts {
  readonly name: string;
  readonly input: string;
  readonly output: string;
  readonly clientStreaming?: boolean;
  readonly serverStreaming?: boolean;
  readonly options?: Options;
}

export interface ServiceFacts {
  readonly name: string;
  readonly methods: readonly MethodFacts[];
  readonly options?: Options;
}

export interface FileFacts {
  readonly file: string;
  readonly package: string;
  readonly syntax: string;
  readonly imports?: readonly string[];
  readonly messages?: readonly MessageFacts[];
  readonly enums?: readonly EnumFacts[];
  readonly extensions?: readonly ExtensionFacts[];
  readonly services?: readonly ServiceFacts[];
}

/** What may stand in a facts file. A key that ends in "?" may be absent; a kind that ends in "[]" is a list. */
const shapes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  file: {
    file: "string",
    package: "string",
    syntax: "string",
    "imports?": "string[]",
    "messages?": "message[]",
    "enums?": "enum[]",
    "extensions?": "extension[]",
    "services?": "service[]",
  },
  message: {
    name: "string",
    "fields?": "field[]",
    "oneofs?": "oneof[]",
    "messages?": "message[]",
    "enums?": "enum[]",
    "options?": "options",
  },
  field: {
    name: "string",
    number: "number",
    type: "string",
    "repeated?": "boolean",
    "optional?": "boolean",
    "oneof?": "string",
    "jsonName?": "string",
    "options?": "options",
  },
  oneof: { name: "string", "options?": "options" },
  enum: { name: "string", values: "value[]" },
  value: { name: "string", number: "number", "options?": "options" },
  extension: { name: "string", number: "number", type: "string", extendee: "string", "repeated?": "boolean" },
  service: { name: "string", methods: "method[]", "options?": "options" },
  method: {
    name: "string",
    input: "string",
    output: "string",
    "clientStreaming?": "boolean",
    "serverStreaming?": "boolean",
    "options?": "options",
  },
};

/** Fails on anything that the printer does not know: a fact that is dropped in silence is a wrong wire format. */
function checkShape(value: unknown, kind: string, where: string): void {
  if (kind.endsWith("[]")) {
    if (!Array.isArray(value)) throw new Error(`${where}: expected a list of ${kind.slice(0, -2)}.`);
    for (const [index, item] of value.entries()) checkShape(item, kind.slice(0, -2), `${where}[${index}]`);
    return;
  }
  const shape = shapes[kind];
  if (shape === undefined && kind !== "options") {
    if (typeof value !== kind) throw new Error(`${where}: expected a ${kind}.`);
    return;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error(`${where}: expected an object (${kind}).`);
  }
  // The printer checks options against the extensions that declare them.
  if (shape === undefined) return;
  const entries = new Map(Object.entries(value));
  for (const key of entries.keys()) {
    if (!(key in shape) && !(`${key}?` in shape)) throw new Error(`${where}: unknown key "${key}" in a ${kind}.`);
  }
  for (const [key, keyKind] of Object.entries(shape)) {
    const name = key.replace("?", "");
    if (entries.has(name)) checkShape(entries.get(name), keyKind, `${where}.${name}`);
    else if (!key.endsWith("?")) throw new Error(`${where}: a ${kind} without "${name}".`);
  }
}

function parseFacts(text: string, where: string): FileFacts {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`${where}: not JSON.`, { cause: error });
  }
  checkShape(value, "file", where);
  return value as FileFacts;
}

/** Reads every facts file of a folder, by the path of the proto file that it describes. */
export function readFacts(folder: string): Map<string, FileFacts> {
  const files = new Map<string, FileFacts>();
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".json"));
  for (const path of paths.sort()) {
    const facts = parseFacts(readFileSync(join(folder, path), "utf8"), path);
    const expected = path.replaceAll("\\", "/").replace(/json$/, "proto");
    if (facts.file !== expected) throw new Error(`${path}: describes ${facts.file}, expected ${expected}.`);
    if (facts.syntax !== "proto3") throw new Error(`${path}: syntax ${facts.syntax}, expected proto3.`);
    files.set(facts.file, facts);
  }
  if (files.size === 0) throw new Error(`No facts (*.json) in ${folder}.`);
  return files;
}

/** The files of the root packages and, over imports, all that they need. Sorted by path. */
export function closure(files: ReadonlyMap<string, FileFacts>, roots: readonly string[]): FileFacts[] {
  const reached = new Map<string, FileFacts>();
  const visit = (path: string, importer: string): void => {
    if (reached.has(path) || /^(google\/protobuf|buf\/validate)\//.test(path)) return;
    const facts = files.get(path);
    if (facts === undefined) throw new Error(`${importer} imports ${path}, of which there are no facts.`);
    reached.set(path, facts);
    for (const next of facts.imports ?? []) visit(next, path);
  };
  for (const root of roots) {
    const members = [...files.values()].filter((facts) => `${facts.package}.`.startsWith(`${root}.`));
    if (members.length === 0) throw new Error(`There are no facts of the package ${root}.`);
    for (const member of members) visit(member.file, root);
  }
  return [...reached.values()].sort((left, right) => (left.file < right.file ? -1 : 1));
}
