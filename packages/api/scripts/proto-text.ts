/** Prints facts as proto source. Lines are not indented: `buf format` lays the files out. */
import type {
  EnumFacts,
  ExtensionFacts,
  FieldFacts,
  FileFacts,
  MessageFacts,
  Options,
  OptionValue,
  ServiceFacts,
} from "./facts.ts";

/** Where the types and the extensions of all files are found by their full names. */
export interface Index {
  readonly messages: ReadonlyMap<string, MessageFacts>;
  readonly enums: ReadonlyMap<string, EnumFacts>;
  readonly extensions: ReadonlyMap<string, ExtensionFacts>;
}

export function indexOf(files: Iterable<FileFacts>): Index {
  const messages = new Map<string, MessageFacts>();
  const enums = new Map<string, EnumFacts>();
  const extensions = new Map<string, ExtensionFacts>();
  const add = (scope: string, parent: FileFacts | MessageFacts): void => {
    for (const item of parent.enums ?? []) enums.set(`${scope}.${item.name}`, item);
    for (const item of parent.messages ?? []) {
      messages.set(`${scope}.${item.name}`, item);
      add(`${scope}.${item.name}`, item);
    }
  };
  for (const file of files) {
    add(file.package, file);
    for (const item of file.extensions ?? []) extensions.set(`${file.package}.${item.name}`, item);
  }
  return { messages, enums, extensions };
}

const integers = /^(u?int|s?fixed|sint)(32|64)$/;

/** One value of a type as a text-format literal, from its JSON form. */
function literal(index: Index, type: string, value: OptionValue, where: string): string {
  const message = index.messages.get(type);
  if (message !== undefined && typeof value === "object" && value !== null && !Array.isArray(value)) {
    const entries = Object.entries(value).map(([key, item]) => {
      const field = fieldOf(message, key, where);
      const items = Array.isArray(item) ? item : [item];
      const literals = items.map((each) => literal(index, field.type, each, where));
      return `${field.name}: ${Array.isArray(item) ? `[${literals.join(", ")}]` : literals.join()}`;
    });
    return `{${entries.join(", ")}}`;
  }
  if (typeof value === "string") {
    if (type === "string") return JSON.stringify(value);
    if (index.enums.get(type)?.values.some((item) => item.name === value)) return value;
    // JSON writes 64-bit numbers as strings.
    if (integers.test(type) && /^-?\d+$/.test(value)) return value;
  }
  if (typeof value === "boolean" && type === "bool") return String(value);
  if (typeof value === "number" && (integers.test(type) || type === "float" || type === "double")) return String(value);
  throw new Error(`${where}: cannot write ${JSON.stringify(value)} as ${type}.`);
}

function fieldOf(message: MessageFacts, key: string, where: string): FieldFacts {
  const jsonName = (field: FieldFacts): string =>
    field.jsonName ?? field.name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  const found = message.fields?.find((field) => jsonName(field) === key);
  if (found === undefined) throw new Error(`${where}: ${message.name} has no field for "${key}".`);
  return found;
}

/** The options of one element, each as `name = value`. Values that only wrap one field are written as a path to it. */
function assignments(index: Index, options: Options | undefined, extendee: string, where: string): string[] {
  const result: string[] = [];
  const assign = (path: string, type: string, value: OptionValue): void => {
    // A repeated option is assigned once for each of its elements.
    if (Array.isArray(value)) {
      for (const item of value) result.push(`${path} = ${literal(index, type, item, where)}`);
      return;
    }
    const message = index.messages.get(type);
    const [entry, ...others] = typeof value === "object" && value !== null ? Object.entries(value) : [];
    if (message === undefined || entry === undefined || others.length > 0) {
      result.push(`${path} = ${literal(index, type, value, where)}`);
      return;
    }
    const field = fieldOf(message, entry[0], where);
    assign(`${path}.${field.name}`, field.type, entry[1]);
  };
  for (const [name, value] of Object.entries(options ?? {})) {
    if (name === "deprecated") {
      assign(name, "bool", value);
      continue;
    }
    const extension = index.extensions.get(name);
    if (extension?.extendee !== `google.protobuf.${extendee}`) {
      throw new Error(`${where}: unknown option "${name}" for ${extendee}.`);
    }
    assign(`(${name})`, extension.type, value);
  }
  return result;
}

/** Where an element is printed: among which types, and within which names (the package, then the enclosing messages). */
interface Place {
  readonly index: Index;
  readonly scopes: readonly string[];
}

/** A type's shortest name at a place. */
function typeName(type: string, place: Place): string {
  const map = /^map<(\w+), (.+)>$/.exec(type);
  if (map !== null) return `map<${map[1]}, ${typeName(map[2] ?? "", place)}>`;
  const { index, scopes } = place;
  const known = index.messages.has(type) || index.enums.has(type) || type.startsWith("google.protobuf.");
  if (type.includes(".") && !known) throw new Error(`${scopes[0]}: unknown type ${type}.`);
  return shortened(type, place) ?? type;
}

function shortened(type: string, { index, scopes }: Place): string | undefined {
  const declares = (scope: string, name: string): boolean =>
    index.messages.has(`${scope}.${name}`) || index.enums.has(`${scope}.${name}`);
  for (const scope of scopes.toReversed()) {
    const short = type.startsWith(`${scope}.`) ? type.slice(scope.length + 1) : undefined;
    const first = short?.split(".")[0] ?? "";
    if (short === undefined || !declares(scope, first)) continue;
    const shadowed = scopes.slice(scopes.indexOf(scope) + 1).some((inner) => declares(inner, first));
    return shadowed ? `.${type}` : short;
  }
  return undefined;
}

function brackets(list: readonly string[]): string {
  return list.length === 0 ? "" : ` [${list.join(", ")}]`;
}

function statements(index: Index, options: Options | undefined, extendee: string, where: string): string[] {
  return assignments(index, options, extendee, where).map((assignment) => `option ${assignment};`);
}

function printField(field: FieldFacts, place: Place): string {
  const where = `${place.scopes.at(-1)}.${field.name}`;
  const options = assignments(place.index, field.options, "FieldOptions", where);
  if (field.jsonName !== undefined) options.unshift(`json_name = ${JSON.stringify(field.jsonName)}`);
  const label = field.repeated ? "repeated " : field.optional ? "optional " : "";
  return `${label}${typeName(field.type, place)} ${field.name} = ${field.number}${brackets(options)};`;
}

function printEnum(item: EnumFacts, index: Index): string[] {
  const values = item.values.map(({ name, number, options }) => {
    const where = `${item.name}.${name}`;
    return `${name} = ${number}${brackets(assignments(index, options, "EnumValueOptions", where))};`;
  });
  return [`enum ${item.name} {`, ...values, "}"];
}

function printMessage(message: MessageFacts, { index, scopes }: Place): string[] {
  const name = `${scopes.at(-1)}.${message.name}`;
  const place = { index, scopes: [...scopes, name] };
  const options = statements(index, message.options, "MessageOptions", name);
  return [
    `message ${message.name} {`,
    ...(options.length > 0 ? [...options, ""] : []),
    ...printFields(message, place),
    ...printReserved(message),
    ...(message.extensible ? ["extensions 1000 to max;"] : []),
    ...(message.enums ?? []).flatMap((item) => ["", ...printEnum(item, index)]),
    ...(message.messages ?? []).flatMap((item) => ["", ...printMessage(item, place)]),
    "}",
  ];
}

function printReserved({ reserved = [], reservedNames = [] }: MessageFacts): string[] {
  const ranges = reserved.map(([first, last]) => (first === last ? `${first}` : `${first} to ${last}`));
  const names = reservedNames.map((name) => JSON.stringify(name));
  return [ranges, names].filter((list) => list.length > 0).map((list) => `reserved ${list.join(", ")};`);
}

/** The fields in their order; those of a oneof stand where its first one does. */
function printFields({ fields = [], oneofs = [] }: MessageFacts, place: Place): string[] {
  const scope = place.scopes.at(-1);
  const empty = oneofs.find((oneof) => !fields.some((field) => field.oneof === oneof.name));
  if (empty !== undefined) throw new Error(`${scope}: the oneof ${empty.name} has no fields.`);
  return fields.flatMap((field) => {
    if (field.oneof === undefined) return printField(field, place);
    const members = fields.filter((member) => member.oneof === field.oneof);
    if (members[0] !== field) return [];
    const options = oneofs.find((oneof) => oneof.name === field.oneof)?.options;
    return [
      `oneof ${field.oneof} {`,
      ...statements(place.index, options, "OneofOptions", `${scope}.${field.oneof}`),
      ...members.map((member) => printField(member, place)),
      "}",
    ];
  });
}

function printService(service: ServiceFacts, place: Place): string[] {
  const { index, scopes } = place;
  const name = `${scopes.at(-1)}.${service.name}`;
  const methods = service.methods.flatMap((method) => {
    const input = `${method.clientStreaming ? "stream " : ""}${typeName(method.input, place)}`;
    const output = `${method.serverStreaming ? "stream " : ""}${typeName(method.output, place)}`;
    const options = statements(index, method.options, "MethodOptions", `${name}.${method.name}`);
    const body = options.length === 0 ? ";" : ` {\n${options.join("\n")}\n}`;
    return ["", `rpc ${method.name}(${input}) returns (${output})${body}`];
  });
  return [`service ${service.name} {`, ...statements(index, service.options, "ServiceOptions", name), ...methods, "}"];
}

function printExtensions({ extensions = [], syntax }: FileFacts, place: Place): string[] {
  return [...new Set(extensions.map((item) => item.extendee))].flatMap((extendee) => {
    const members = extensions.filter((item) => item.extendee === extendee);
    const fields = members.map((item) => printField({ ...item, optional: syntax === "proto2" }, place));
    return ["", `extend ${extendee} {`, ...fields, "}"];
  });
}

/** The source of one file, under a header comment. */
export function printFile(facts: FileFacts, index: Index, header: string): string {
  const place = { index, scopes: [facts.package] };
  const lines = [
    `// ${header}`,
    "",
    `syntax = "${facts.syntax}";`,
    "",
    `package ${facts.package};`,
    "",
    ...(facts.imports ?? []).toSorted().map((path) => `import "${path}";`),
    ...printExtensions(facts, place),
    ...(facts.services ?? []).flatMap((service) => ["", ...printService(service, place)]),
    ...(facts.messages ?? []).flatMap((message) => ["", ...printMessage(message, place)]),
    ...(facts.enums ?? []).flatMap((item) => ["", ...printEnum(item, index)]),
  ];
  return `${lines.join("\n")}\n`;
}
