/** JSON Schema 2020-12 of messages. */
import {
  type DescEnum,
  type DescField,
  type DescMessage,
  getOption,
  hasOption,
  type JsonObject,
  type JsonValue,
  type Registry,
  ScalarType,
} from "@bufbuild/protobuf";
import { oneof as oneofRules } from "@bufbuild/protovalidate/gen/buf/validate/validate_pb.js";
import { defaultTargetOf, isReference } from "../reference.ts";
import { celRulesOf } from "../rules/cel-rules.ts";
import { requiredFields } from "../rules/required-fields.ts";
import { isStruct } from "../struct.ts";
import { defaultOf, recommendedOf } from "./defaults.ts";
import { merge } from "./expression-schema.ts";
import { standardRules } from "./standard-rules.ts";
import { statedRules } from "./stated-rules.ts";

/** The schema of a message, or of a field's value, that stands on its own. */
export function documentSchema(subject: DescMessage | DescField, registry: Registry, title: string): JsonObject {
  const builder = new Builder(subject, registry);
  const body = subject.kind === "message" ? builder.object(subject) : builder.property(subject);
  const $defs = builder.definitions();
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title,
    ...body,
    ...(Object.keys($defs).length === 0 ? {} : { $defs }),
  };
}

/** A kind's envelope: what the platform writes into a resource stands in its schema by name only. */
export function withoutStatus(schema: JsonObject): JsonObject {
  const { properties } = schema;
  if (typeof properties !== "object" || properties === null || Array.isArray(properties)) return schema;
  const status = { type: "object", readOnly: true, description: "Written by the platform. Leave it out." };
  return { ...schema, properties: { ...properties, status } };
}

class Builder {
  readonly #registry: Registry;
  /** The types that are used more than once, by the names of their definitions. */
  readonly #shared: ReadonlyMap<DescMessage, string>;

  constructor(subject: DescMessage | DescField, registry: Registry) {
    this.#registry = registry;
    this.#shared = sharedTypes(subject);
  }

  definitions(): JsonObject {
    return Object.fromEntries([...this.#shared].map(([desc, name]) => [name, this.object(desc)]));
  }

  object(desc: DescMessage): JsonObject {
    if (isStruct(desc)) return { type: "object", description: "Any JSON object." };
    const required = requiredFields(desc);
    const notes = celRulesOf(desc).filter((rule) => rule.fields.length !== 1);
    return {
      type: "object",
      ...(notes.length === 0 ? {} : { description: notes.map(({ sentence }) => sentence).join(" ") }),
      properties: Object.fromEntries(desc.fields.map((field) => [field.name, this.property(field)])),
      ...(required.length === 0 ? {} : { required: [...required] }),
      ...exclusive(desc),
      additionalProperties: false,
    };
  }

  property(field: DescField): JsonObject {
    const rules = standardRules(field);
    const item = merge([this.#value(field), rules.item]);
    const type = {
      list: { type: "array", items: item },
      map: { type: "object", additionalProperties: item },
    }[field.fieldKind === "list" ? "list" : "map"];
    const isPlural = field.fieldKind === "list" || field.fieldKind === "map";
    const stated = statedRules(field);
    const recommended = recommendedOf(field);
    const fallback = defaultOf(field, this.#registry);
    const notes = [...this.#notes(field, recommended), ...rules.notes, ...stated.notes].join(" ");
    const target = defaultTargetOf(field);
    return {
      ...merge([isPlural ? type : item, rules.schema, ...stated.schemas]),
      ...(notes === "" ? {} : { description: notes }),
      ...(target === undefined ? {} : { "x-reference": { kind: target.kind, field_path: target.fieldPath } }),
      ...(fallback === undefined ? {} : { default: fallback }),
      ...(recommended === undefined ? {} : { examples: [recommended] }),
    };
  }

  #notes(field: DescField, recommended: JsonValue | undefined): readonly string[] {
    const target = defaultTargetOf(field);
    const which = target && [target.fieldPath, target.kind].filter((part) => part !== "").join(" of ");
    const isValueOrReference = field.message !== undefined && isReference(field.message);
    return [
      ...(isValueOrReference
        ? [`A value, or a reference${which === undefined ? "" : `, by default to ${which}`}.`]
        : []),
      ...(!isValueOrReference && which !== undefined ? [`Refers to ${which}.`] : []),
      ...(recommended === undefined ? [] : ["The example is recommended."]),
    ];
  }

  #value(field: DescField): JsonObject {
    if (field.message !== undefined) {
      const name = this.#shared.get(field.message);
      return name === undefined ? this.object(field.message) : { $ref: `#/$defs/${name}` };
    }
    return field.enum === undefined ? scalarSchema(field.scalar) : enumSchema(field.enum);
  }
}

/** The message types that more than one field leads to, with a name for each. */
function sharedTypes(subject: DescMessage | DescField): ReadonlyMap<DescMessage, string> {
  const uses = new Map<DescMessage, number>();
  const visit = (desc: DescMessage): void => {
    if (isStruct(desc)) return;
    const count = (uses.get(desc) ?? 0) + 1;
    uses.set(desc, count);
    if (count > 1) return;
    for (const field of desc.fields) if (field.message !== undefined && !isStatus(field)) visit(field.message);
  };
  const start = subject.kind === "message" ? subject : subject.message;
  if (start !== undefined) visit(start);
  const shared = [...uses].filter(([, count]) => count > 1);
  const names = new Set<string>();
  return new Map(
    shared.map(([desc]) => {
      const own = desc.typeName.slice(desc.file.proto.package.length + 1);
      // Two packages may have a type of the same name.
      const name = names.has(own) ? desc.typeName : own;
      names.add(name);
      return [desc, name];
    }),
  );
}

/** `status` of an envelope, whose schema is not given together with what people write. */
function isStatus(field: DescField): boolean {
  return field.name === "status" && field.parent.fields.some(({ name }) => name === "api_version");
}

/** Of the fields of a oneof, one can be given. */
function exclusive(desc: DescMessage): JsonObject {
  const groups = desc.oneofs.map((oneof): JsonObject => {
    const branches = oneof.fields.map(({ name }): JsonObject => ({ required: [name] }));
    const isRequired = hasOption(oneof, oneofRules) && getOption(oneof, oneofRules).required;
    return { oneOf: isRequired ? branches : [...branches, { not: { anyOf: branches } }] };
  });
  const [only] = groups;
  if (only === undefined) return {};
  return groups.length === 1 ? only : { allOf: groups };
}

function enumSchema(desc: DescEnum): JsonObject {
  // The names of all kinds are a list of their own, too long for every reference.
  if (desc.name === "CloudResourceKind") return { type: "string", description: "A kind, such as AwsVpc." };
  return { type: "string", enum: desc.values.map(({ name }) => name) };
}

function scalarSchema(type: ScalarType | undefined): JsonObject {
  switch (type) {
    case ScalarType.BOOL:
      return { type: "boolean" };
    case ScalarType.DOUBLE:
    case ScalarType.FLOAT:
      return { type: "number" };
    case ScalarType.BYTES:
      return { type: "string", contentEncoding: "base64" };
    case ScalarType.INT32:
    case ScalarType.SINT32:
    case ScalarType.SFIXED32:
      return { type: "integer" };
    case ScalarType.UINT32:
    case ScalarType.FIXED32:
      return { type: "integer", minimum: 0 };
    case ScalarType.INT64:
    case ScalarType.SINT64:
    case ScalarType.SFIXED64:
    case ScalarType.UINT64:
    case ScalarType.FIXED64:
      return { type: ["integer", "string"], pattern: "^-?[0-9]+$" };
    default:
      return { type: "string" };
  }
}
