/**
 * The facts of buf/validate/validate.proto. No npm package ships that file, but @bufbuild/protovalidate embeds its
 * descriptor, so the rules compile against exactly the version that evaluates them.
 */
import { type DescEnum, type DescField, type DescMessage, ScalarType } from "@bufbuild/protobuf";
import { FieldDescriptorProto_Label } from "@bufbuild/protobuf/wkt";
import { file_buf_validate_validate as validate } from "@bufbuild/protovalidate/gen/buf/validate/validate_pb.js";
import type { EnumFacts, FieldFacts, FileFacts, MessageFacts } from "./facts.ts";

function typeOf(field: Pick<DescField, "message" | "enum" | "scalar">): string {
  const named = field.message ?? field.enum;
  if (named !== undefined) return named.typeName;
  if (field.scalar === undefined) throw new Error("A field of buf.validate has no type.");
  return ScalarType[field.scalar].toLowerCase();
}

function fieldFacts(field: DescField): FieldFacts {
  const repeated = field.proto.label === FieldDescriptorProto_Label.REPEATED;
  return {
    name: field.name,
    number: field.number,
    type: typeOf(field),
    repeated,
    optional: !repeated && field.oneof === undefined,
    ...(field.oneof === undefined ? {} : { oneof: field.oneof.name }),
  };
}

function enumFacts(item: DescEnum): EnumFacts {
  return { name: item.name, values: item.values.map(({ name, number }) => ({ name, number })) };
}

function messageFacts(message: DescMessage): MessageFacts {
  return {
    name: message.name,
    fields: message.fields.map(fieldFacts),
    oneofs: message.oneofs.map(({ name }) => ({ name })),
    messages: message.nestedMessages.map(messageFacts),
    enums: message.nestedEnums.map(enumFacts),
    extensible: message.proto.extensionRange.length > 0,
  };
}

/** Without the options on the rules themselves: at run time they are read from protovalidate's own descriptor. */
export const validateFacts: FileFacts = {
  file: "buf/validate/validate.proto",
  package: validate.proto.package,
  syntax: "proto2",
  imports: validate.proto.dependency,
  messages: validate.messages.map(messageFacts),
  enums: validate.enums.map(enumFacts),
  extensions: validate.extensions.map((extension) => ({
    name: extension.name,
    number: extension.number,
    type: typeOf(extension),
    extendee: extension.extendee.typeName,
  })),
};
