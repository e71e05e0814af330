/** What the rules of buf.validate say of a field, as JSON Schema. */
import { type DescField, getOption, hasOption, type JsonObject, type JsonValue, ScalarType } from "@bufbuild/protobuf";
import { FeatureSet_FieldPresence } from "@bufbuild/protobuf/wkt";
import { type FieldRules, field as fieldRules, Ignore } from "@bufbuild/protovalidate/gen/buf/validate/validate_pb.js";
import { jsPattern } from "./pattern.ts";

export interface RuleSchema {
  readonly schema: JsonObject;
  /** For each item of a list or value of a map. */
  readonly item: JsonObject;
  /** What JSON Schema has no words for. */
  readonly notes: readonly string[];
}

type Rules = FieldRules["type"]["value"];

/** Reads a rule by its name: each type has rules of its own, most of them by the same names. */
function read(rules: Rules, name: string): unknown {
  return (rules as Readonly<Record<string, unknown>> | undefined)?.[name];
}

export function standardRules(field: DescField): RuleSchema {
  const rules = hasOption(field, fieldRules) ? getOption(field, fieldRules) : undefined;
  if (rules === undefined) return { schema: {}, item: {}, notes: [] };
  const { type } = rules;
  const items = type.case === "repeated" ? type.value.items : type.case === "map" ? type.value.values : undefined;
  const schema: JsonObject = { ...valueRules(field, type), ...(type.case === "repeated" && listRules(type.value)) };
  if (type.case === "map") Object.assign(schema, mapRules(type.value));
  if (rules.required && field.presence === FeatureSet_FieldPresence.IMPLICIT)
    Object.assign(schema, notEmpty(field, schema));
  return {
    schema: rules.ignore === Ignore.IF_ZERO_VALUE ? orZero(field, schema) : schema,
    item: items === undefined ? {} : valueRules(field, items.type),
    notes: [...notes(type), ...(items === undefined ? [] : notes(items.type))],
  };
}

function valueRules(field: DescField, { case: kind, value }: FieldRules["type"]): JsonObject {
  if (kind === undefined || kind === "repeated" || kind === "map") return {};
  if (kind === "enum") return enumRules(field, value.in, value.notIn, value.const);
  if (kind === "string") return textRules(value);
  return numberRules(value);
}

function textRules(rules: Rules): JsonObject {
  const number = (name: string) => Number(read(rules, name) ?? 0);
  const pattern = jsPattern(String(read(rules, "pattern") ?? ""));
  const prefix = String(read(rules, "prefix") ?? "");
  const wellKnown = read(rules, "wellKnown");
  // A oneof, of which `case` names the format and `value` turns it on.
  const format = (wellKnown as { case?: string } | undefined)?.case;
  const exact = number("len");
  return {
    ...when(exact > 0, { minLength: exact, maxLength: exact }),
    ...when(number("minLen") > 0, { minLength: number("minLen") }),
    ...when(number("maxLen") > 0, { maxLength: number("maxLen") }),
    ...when(pattern !== undefined && pattern !== "", { pattern: pattern ?? "" }),
    ...when(prefix !== "", { pattern: `^${prefix.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")}` }),
    ...when(format === "email" || format === "uri", { format: format ?? "" }),
    ...listed(rules),
  };
}

function numberRules(rules: Rules): JsonObject {
  const names: Readonly<Record<string, string>> = {
    gt: "exclusiveMinimum",
    gte: "minimum",
    lt: "exclusiveMaximum",
    lte: "maximum",
  };
  const schema: JsonObject = {};
  for (const side of ["greaterThan", "lessThan"]) {
    // Both are oneofs: `case` names the comparison.
    const bound = read(rules, side) as { case?: string; value?: number | bigint } | undefined;
    const keyword = names[bound?.case ?? ""];
    if (keyword !== undefined) schema[keyword] = Number(bound?.value);
  }
  return { ...schema, ...listed(rules) };
}

/** `in`, `not_in` and `const`. */
function listed(rules: Rules): JsonObject {
  const plain = (values: unknown): JsonValue[] =>
    Array.isArray(values) ? values.map((value) => (typeof value === "bigint" ? Number(value) : value)) : [];
  const [allowed, forbidden] = [plain(read(rules, "in")), plain(read(rules, "notIn"))];
  const constant = read(rules, "const");
  return {
    ...when(allowed.length > 0, { enum: allowed }),
    ...when(forbidden.length > 0, { not: { enum: forbidden } }),
    ...when(typeof constant === "string" && constant !== "", { const: String(constant) }),
  };
}

function enumRules(
  field: DescField,
  allowed: readonly number[],
  forbidden: readonly number[],
  constant: number,
): JsonObject {
  const values = field.enum?.values ?? [];
  const kept = values.filter(({ number }) => {
    if (constant !== 0 && number !== constant) return false;
    return (allowed.length === 0 || allowed.includes(number)) && !forbidden.includes(number);
  });
  return kept.length === values.length ? {} : { enum: kept.map(({ name }) => name) };
}

function listRules(rules: Rules): JsonObject {
  const [least, most] = [Number(read(rules, "minItems") ?? 0), Number(read(rules, "maxItems") ?? 0)];
  return {
    ...when(least > 0, { minItems: least }),
    ...when(most > 0, { maxItems: most }),
    ...when(read(rules, "unique") === true, { uniqueItems: true }),
  };
}

function mapRules(rules: Rules): JsonObject {
  const [least, most] = [Number(read(rules, "minPairs") ?? 0), Number(read(rules, "maxPairs") ?? 0)];
  // The rules of keys are those of a field.
  const keys = read(rules, "keys") as FieldRules | undefined;
  return {
    ...when(least > 0, { minProperties: least }),
    ...when(most > 0, { maxProperties: most }),
    ...when(keys?.type.case === "string", { propertyNames: textRules(keys?.type.value) }),
  };
}

/** Without a presence of its own, a field that is required is one that is not empty. */
function notEmpty(field: DescField, schema: JsonObject): JsonObject {
  if (field.fieldKind === "list") return { minItems: Math.max(1, Number(schema.minItems ?? 0)) };
  if (field.fieldKind === "map") return { minProperties: Math.max(1, Number(schema.minProperties ?? 0)) };
  if (field.enum !== undefined) {
    if (field.enum.name === "CloudResourceKind") return {};
    const values = Array.isArray(schema.enum) ? schema.enum : field.enum.values.map(({ name }) => name);
    return { enum: values.filter((name) => name !== field.enum?.values.find(({ number }) => number === 0)?.name) };
  }
  if (field.scalar === ScalarType.BOOL) return { const: true };
  if (field.scalar !== ScalarType.STRING) return { not: { const: 0 } };
  return "enum" in schema || "const" in schema ? {} : { minLength: Math.max(1, Number(schema.minLength ?? 0)) };
}

/** The rules hold unless the value is empty. */
function orZero(field: DescField, schema: JsonObject): JsonObject {
  if (Object.keys(schema).length === 0) return {};
  const zero = zeroOf(field);
  if (Array.isArray(schema.enum))
    return schema.enum.includes(zero) ? schema : { ...schema, enum: [...schema.enum, zero] };
  if (field.fieldKind === "list") return { anyOf: [{ maxItems: 0 }, schema] };
  if (field.fieldKind === "map") return { anyOf: [{ maxProperties: 0 }, schema] };
  return { anyOf: [{ const: zero }, schema] };
}

function zeroOf(field: DescField): JsonValue {
  if (field.enum !== undefined) return field.enum.values.find(({ number }) => number === 0)?.name ?? "";
  if (field.scalar === ScalarType.BOOL) return false;
  return field.scalar === ScalarType.STRING ? "" : 0;
}

function notes({ case: kind, value }: FieldRules["type"]): readonly string[] {
  if (kind !== "string") return [];
  return [
    ...(value.maxBytes > 0n ? [`At most ${value.maxBytes} bytes in UTF-8.`] : []),
    ...(value.pattern !== "" && jsPattern(value.pattern) === undefined ? [`Matches ${value.pattern} of RE2.`] : []),
  ];
}

function when(condition: boolean, schema: JsonObject): JsonObject {
  return condition ? schema : {};
}
