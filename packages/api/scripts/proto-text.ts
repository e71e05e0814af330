/** Prints facts as proto source. Lines are not indented: `buf format` lays the files out. */
import type { EnumFacts, ExtensionFacts, FieldFacts, FileFacts, MessageFacts, Options, OptionValue } from "./facts.ts";

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
  if (message !== undefined && typeof value === "object" && !Array.isArray(value)) {
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
    const [entry, ...others] = typeof value === "object" ? Object.entries(value) : [];
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

/** The source of one file, under a header comment. */
export function printFile(facts: FileFacts, index: Index, header: string): string {
  /** A type's shortest name in a scope (the package, then the enclosing messages). */
  const typeName = (type: string, scopes: readonly string[]): string => {
    const map = /^map<(\w+), (.+)>$/.exec(type);
    if (map !== null) return `map<${map[1]}, ${typeName(map[2] ?? "", scopes)}>`;
    const declares = (scope: string, name: string): boolean =>
      index.messages.has(`${scope}.${name}`) || index.enums.has(`${scope}.${name}`);
    const known = index.messages.has(type) || index.enums.has(type) || type.startsWith("google.protobuf.");
    if (type.includes(".") && !known) throw new Error(`${facts.file}: unknown type ${type}.`);
    for (const scope of scopes.toReversed()) {
      const short = type.startsWith(`${scope}.`) ? type.slice(scope.length + 1) : undefined;
      const first = short?.split(".")[0] ?? "";
      if (short === undefined || !declares(scope, first)) continue;
      const shadowed = scopes.slice(scopes.indexOf(scope) + 1).some((inner) => declares(inner, first));
      return shadowed ? `.${type}` : short;
    }
    return type;
  };
  const brackets = (list: readonly string[]): string => (list.length === 0 ? "" : ` [${list.join(", ")}]`);
  const statements = (options: Options | undefined, extendee: string, where: string): string[] =>
    assignments(index, options, extendee, where).map((assignment) => `option ${assignment};`);

  const printField = (field: FieldFacts, scopes: readonly string[]): string => {
    const where = `${scopes.at(-1)}.${field.name}`;
    const options = assignments(index, field.options, "FieldOptions", where);
    if (field.jsonName !== undefined) options.unshift(`json_name = ${JSON.stringify(field.jsonName)}`);
    const label = field.repeated ? "repeated " : field.optional ? "optional " : "";
    return `${label}${typeName(field.type, scopes)} ${field.name} = ${field.number}${brackets(options)};`;
  };
  const printEnum = (item: EnumFacts): string[] => {
    const values = item.values.map(({ name, number, options }) => {
      const where = `${item.name}.${name}`;
      return `${name} = ${number}${brackets(assignments(index, options, "EnumValueOptions", where))};`;
    });
    return [`enum ${item.name} {`, ...values, "}"];
  };
  const printMessage = (message: MessageFacts, outer: readonly string[]): string[] => {
    const name = `${outer.at(-1)}.${message.name}`;
    const scopes = [...outer, name];
    const lines = [`message ${message.name} {`, ...statements(message.options, "MessageOptions", name)];
    if (lines.length > 1) lines.push("");
    const fields = message.fields ?? [];
    const printed = new Set<string>();
    for (const field of fields) {
      if (field.oneof === undefined) lines.push(printField(field, scopes));
      else if (!printed.has(field.oneof)) {
        printed.add(field.oneof);
        const oneof = message.oneofs?.find((item) => item.name === field.oneof);
        const members = fields.filter((member) => member.oneof === field.oneof);
        lines.push(`oneof ${field.oneof} {`, ...statements(oneof?.options, "OneofOptions", `${name}.${field.oneof}`));
        lines.push(...members.map((member) => printField(member, scopes)), "}");
      }
    }
    for (const oneof of message.oneofs ?? []) {
      if (!printed.has(oneof.name)) throw new Error(`${name}: the oneof ${oneof.name} has no fields.`);
    }
    if (message.extensible) lines.push("extensions 1000 to max;");
    for (const item of message.enums ?? []) lines.push("", ...printEnum(item));
    for (const item of message.messages ?? []) lines.push("", ...printMessage(item, scopes));
    return [...lines, "}"];
  };

  const scope = [facts.package];
  const lines = [`// ${header}`, "", `syntax = "${facts.syntax}";`, "", `package ${facts.package};`, ""];
  for (const path of [...(facts.imports ?? [])].sort()) lines.push(`import "${path}";`);
  for (const extendee of new Set(facts.extensions?.map((item) => item.extendee))) {
    const members = facts.extensions?.filter((item) => item.extendee === extendee) ?? [];
    const optional = facts.syntax === "proto2";
    lines.push("", `extend ${extendee} {`, ...members.map((item) => printField({ ...item, optional }, scope)), "}");
  }
  for (const service of facts.services ?? []) {
    const name = `${facts.package}.${service.name}`;
    lines.push("", `service ${service.name} {`, ...statements(service.options, "ServiceOptions", name));
    for (const method of service.methods) {
      const input = `${method.clientStreaming ? "stream " : ""}${typeName(method.input, scope)}`;
      const output = `${method.serverStreaming ? "stream " : ""}${typeName(method.output, scope)}`;
      const options = statements(method.options, "MethodOptions", `${name}.${method.name}`);
      const body = options.length === 0 ? ";" : ` {\n${options.join("\n")}\n}`;
      lines.push("", `rpc ${method.name}(${input}) returns (${output})${body}`);
    }
    lines.push("}");
  }
  for (const message of facts.messages ?? []) lines.push("", ...printMessage(message, scope));
  for (const item of facts.enums ?? []) lines.push("", ...printEnum(item));
  return `${lines.join("\n")}\n`;
}
