import {
  createRegistry,
  type DescMessage,
  type JsonValue,
  type Message,
  toJson as protobufToJson,
  type Registry,
} from "@bufbuild/protobuf";

const schemas = new Map<string, DescMessage>();
let registry: Registry | undefined;

/** Makes a type, and all that it refers to, known to `schemaOf`. */
export function learnSchema(schema: DescMessage): void {
  if (schemas.has(schema.typeName)) return;
  schemas.set(schema.typeName, schema);
  registry = undefined;
  for (const field of schema.fields) if (field.message !== undefined) learnSchema(field.message);
}

/** The type of a message that came out of an RPC. Messages carry only its name. */
export function schemaOf(message: Message): DescMessage {
  const schema = schemas.get(message.$typeName);
  if (schema === undefined) throw new TypeError(`${message.$typeName} is not part of any declared RPC.`);
  return schema;
}

/** A message as JSON under the names of the contract. Unset fields are left out. */
export function toJson(schema: DescMessage, message: Message): JsonValue {
  registry ??= createRegistry(...schemas.values());
  return protobufToJson(schema, message, { useProtoFieldName: true, registry });
}
