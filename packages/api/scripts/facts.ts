/** The contract's facts: their shape, in which nothing may be unknown, and the closure of the roots. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

// Every object is strict: a fact that the printer does not know, and would drop in silence, is a wrong wire format.
const options = z.record(z.string(), z.json());

const field = z.strictObject({
  name: z.string(),
  number: z.int(),
  type: z.string(),
  repeated: z.boolean().optional(),
  optional: z.boolean().optional(),
  oneof: z.string().optional(),
  jsonName: z.string().optional(),
  options: options.optional(),
});

const enumeration = z.strictObject({
  name: z.string(),
  values: z.array(z.strictObject({ name: z.string(), number: z.int(), options: options.optional() })),
});

const message = z.strictObject({
  name: z.string(),
  fields: z.array(field).optional(),
  oneofs: z.array(z.strictObject({ name: z.string(), options: options.optional() })).optional(),
  get messages() {
    return z.array(message).optional();
  },
  enums: z.array(enumeration).optional(),
  options: options.optional(),
  /** Numbers of fields that are gone, as ranges of which both ends belong to it, and their names. */
  reserved: z.array(z.tuple([z.int(), z.int()])).optional(),
  reservedNames: z.array(z.string()).optional(),
  /** Whether the message is open to extensions, as the rules of buf.validate are. Not part of the contract's facts. */
  extensible: z.boolean().optional(),
});

const extension = z.strictObject({
  name: z.string(),
  number: z.int(),
  type: z.string(),
  extendee: z.string(),
  repeated: z.boolean().optional(),
});

const method = z.strictObject({
  name: z.string(),
  input: z.string(),
  output: z.string(),
  clientStreaming: z.boolean().optional(),
  serverStreaming: z.boolean().optional(),
  options: options.optional(),
});

const service = z.strictObject({ name: z.string(), methods: z.array(method), options: options.optional() });

const file = z.strictObject({
  file: z.string(),
  package: z.string(),
  syntax: z.enum(["proto2", "proto3"]),
  imports: z.array(z.string()).optional(),
  messages: z.array(message).optional(),
  enums: z.array(enumeration).optional(),
  extensions: z.array(extension).optional(),
  services: z.array(service).optional(),
});

export type OptionValue = z.infer<typeof options>[string];
export type Options = z.infer<typeof options>;
export type FieldFacts = z.infer<typeof field>;
export type EnumFacts = z.infer<typeof enumeration>;
export type MessageFacts = z.infer<typeof message>;
export type ExtensionFacts = z.infer<typeof extension>;
export type ServiceFacts = z.infer<typeof service>;
export type FileFacts = z.infer<typeof file>;

function parseFacts(text: string, where: string): FileFacts {
  try {
    return file.parse(JSON.parse(text));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : "It is not JSON.";
    throw new Error(`${where}: ${reason}`, { cause: error });
  }
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
