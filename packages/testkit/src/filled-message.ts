import {
  create,
  type DescField,
  type DescMessage,
  getOption,
  hasOption,
  type Message,
  ScalarType,
} from "@bufbuild/protobuf";
import { type ReflectMessage, reflect } from "@bufbuild/protobuf/reflect";
import { field as fieldRules } from "@bufbuild/protovalidate/gen/buf/validate/validate_pb.js";

/** How deep messages within messages are filled. */
const depthLimit = 6;

type TextOf = (field: DescField) => string;

/**
 * A message in which every field is set: what the contract fixes as it fixes it, any other text by `textOf`. Messages
 * that hold themselves end after six levels; of a oneof, the first member is set.
 */
export function filledMessage(desc: DescMessage, textOf: TextOf): Message {
  return filled(desc, textOf, 1).message;
}

function filled(desc: DescMessage, textOf: TextOf, depth: number): ReflectMessage {
  const message = reflect(desc, create(desc));
  for (const field of desc.fields) {
    const isLaterMember = field.oneof !== undefined && field !== field.oneof.fields[0];
    if (!isLaterMember && (field.message === undefined || depth < depthLimit)) set(message, field, textOf, depth);
  }
  return message;
}

function set(message: ReflectMessage, field: DescField, textOf: TextOf, depth: number): void {
  const value = someValue(field, textOf, depth);
  if (field.fieldKind === "list") message.get(field).add(value);
  else if (field.fieldKind === "map") message.get(field).set(someKey(field.mapKey), value);
  else message.set(field, value);
}

/** A value for a field, or for one entry of it. */
function someValue(field: DescField, textOf: TextOf, depth: number) {
  if (field.message !== undefined) return filled(field.message, textOf, depth + 1);
  if (field.enum !== undefined) return (field.enum.values[1] ?? field.enum.values[0])?.number ?? 0;
  switch (field.scalar) {
    case ScalarType.STRING:
      return onlyText(field) ?? textOf(field);
    case ScalarType.BYTES:
      return new TextEncoder().encode(textOf(field));
    case ScalarType.BOOL:
      return true;
    case ScalarType.INT64:
    case ScalarType.UINT64:
    case ScalarType.SINT64:
    case ScalarType.FIXED64:
    case ScalarType.SFIXED64:
      return 1n;
    default:
      return 1;
  }
}

function someKey(type: ScalarType): string | number | boolean {
  if (type === ScalarType.STRING) return "key";
  return type === ScalarType.BOOL ? true : 1;
}

/** The text that the contract's rules leave no choice about. */
function onlyText(field: DescField): string | undefined {
  if (!hasOption(field, fieldRules)) return undefined;
  const { type } = getOption(field, fieldRules);
  if (type.case !== "string") return undefined;
  if (type.value.const !== "") return type.value.const;
  return type.value.wellKnown.case === "email" ? "someone@example.com" : type.value.in[0];
}
