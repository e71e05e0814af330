import type { DescMessage, DescMethod, Message } from "@bufbuild/protobuf";
import { type ReflectMessage, reflect } from "@bufbuild/protobuf/reflect";

/** Where gRPC finds a method, without the leading slash: `ai.planton.….SomeController/method`. */
export function pathOf(method: DescMethod): string {
  return `${method.parent.typeName}/${method.name}`;
}

/**
 * What stands at a path of proto names, `metadata.org`, of a message: the string, or the name of the enum value; empty
 * where there is nothing or something else.
 */
export function textAt(desc: DescMessage, message: Message, path: string): string {
  return read(reflect(desc, message), path.split("."));
}

function read(message: ReflectMessage, [name, ...rest]: readonly string[]): string {
  const field = message.fields.find((candidate) => candidate.name === name);
  if (field === undefined || !message.isSet(field)) return "";
  if (field.fieldKind === "message") return rest.length === 0 ? "" : read(message.get(field), rest);
  if (rest.length > 0) return "";
  if (field.fieldKind === "enum") return field.enum.value[message.get(field)]?.name ?? "";
  const value = field.fieldKind === "scalar" ? message.get(field) : "";
  return typeof value === "string" ? value : "";
}
