/** What JSON Schema can say of a rule that is an expression about one value. */
import type { DescField, JsonObject, JsonValue } from "@bufbuild/protobuf";
import { type Call, isCall, literalOf, type Node, sidesOf } from "../rules/expression.ts";
import { jsPattern } from "./pattern.ts";

const bounds: Readonly<Record<string, string>> = {
  "_<_": "exclusiveMaximum",
  "_<=_": "maximum",
  "_>_": "exclusiveMinimum",
  "_>=_": "minimum",
};

/**
 * The schema that says all of a rule, or nothing where it can't. `isValue` tells which parts of the expression are the
 * value that the schema is for.
 */
export function expressionSchema(
  rule: Node,
  field: DescField,
  isValue: (node: Node) => boolean,
): JsonObject | undefined {
  const of = (node: Node): JsonObject | undefined => {
    if (isCall(node, "_||_"))
      return anyOf(
        sidesOf(node, "_||_")
          .filter((side) => !isUnset(side, isValue))
          .map(of),
      );
    if (isCall(node, "_&&_")) return allOf(sidesOf(node, "_&&_").map(of));
    if (isCall(node, "!_")) return not(node.args[0] && of(node.args[0]));
    return node.type === "call" ? condition(node) : undefined;
  };
  const condition = ({ name, args: [left, right] }: Call): JsonObject | undefined => {
    if (left === undefined || right === undefined) return undefined;
    const [measured] = isCall(left, "size") ? left.args : [];
    if (measured !== undefined && isValue(measured)) return size(name, right, field);
    return isValue(left) ? comparison(name, right, field) : undefined;
  };
  return of(rule);
}

/** `!has(x)`: a schema is only for what is given. */
function isUnset(node: Node, isValue: (node: Node) => boolean): boolean {
  const [inner] = isCall(node, "!_") ? node.args : [];
  return isCall(inner, "has") && inner.args[0] !== undefined && isValue(inner.args[0]);
}

function enumOf(items: readonly Node[], field: DescField): JsonObject | undefined {
  const values = items.map((item) => namedValue(literalOf(item), field));
  return values.every((value) => value !== undefined) ? { enum: values } : undefined;
}

function namedValue(value: JsonValue | undefined, field: DescField): JsonValue | undefined {
  return field.enum === undefined ? value : field.enum.values.find(({ number }) => number === value)?.name;
}

function comparison(operator: string, right: Node, field: DescField): JsonObject | undefined {
  if (operator === "@in") return right.type === "list" ? enumOf(right.items, field) : undefined;
  if (operator === "_==_") return enumOf([right], field);
  if (operator === "_!=_") return not(enumOf([right], field));
  const keyword = bounds[operator];
  const value = literalOf(right);
  return keyword !== undefined && typeof value === "number" ? { [keyword]: value } : text(operator, right);
}

function text(name: string, right: Node): JsonObject | undefined {
  const value = literalOf(right);
  if (typeof value !== "string") return undefined;
  const escaped = value.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  const source = { matches: value, startsWith: `^${escaped}`, endsWith: `${escaped}$`, contains: escaped }[name];
  const pattern = source === undefined ? undefined : jsPattern(source);
  return pattern === undefined ? undefined : { pattern };
}

function size(operator: string, right: Node, field: DescField): JsonObject | undefined {
  const value = literalOf(right);
  const noun = { list: "Items", map: "Properties", scalar: "Length", enum: undefined, message: undefined }[
    field.fieldKind
  ];
  if (noun === undefined || typeof value !== "number") return undefined;
  const [least, most] = [`min${noun}`, `max${noun}`];
  const schemas: Readonly<Record<string, JsonObject>> = {
    "_<_": { [most]: value - 1 },
    "_<=_": { [most]: value },
    "_>_": { [least]: value + 1 },
    "_>=_": { [least]: value },
    "_==_": { [least]: value, [most]: value },
  };
  return schemas[operator];
}

function not(schema: JsonObject | undefined): JsonObject | undefined {
  return schema === undefined ? undefined : { not: schema };
}

function anyOf(schemas: readonly (JsonObject | undefined)[]): JsonObject | undefined {
  const known = schemas.filter((schema) => schema !== undefined);
  const [only] = known;
  if (only === undefined || known.length < schemas.length) return undefined;
  if (known.length === 1) return only;
  const values = known.map((schema) => (Object.keys(schema).length === 1 ? schema.enum : undefined));
  if (values.every((list) => Array.isArray(list))) return { enum: [...new Set(values.flat())] };
  return { anyOf: known };
}

function allOf(schemas: readonly (JsonObject | undefined)[]): JsonObject | undefined {
  const known = schemas.filter((schema) => schema !== undefined);
  return known.length < schemas.length ? undefined : merge(known);
}

/** One schema that holds what all of them say. */
export function merge(schemas: readonly JsonObject[]): JsonObject {
  const merged: JsonObject = {};
  const others: JsonObject[] = [];
  for (const schema of schemas) {
    const known = Object.keys(schema).filter((key) => key in merged);
    if (known.length === 0) Object.assign(merged, schema);
    else if (known.join() === "enum") Object.assign(merged, schema, { enum: common(merged.enum, schema.enum) });
    else others.push(schema);
  }
  return others.length === 0 ? merged : { ...merged, allOf: [...list(merged.allOf), ...others] };
}

function common(left: JsonValue | undefined, right: JsonValue | undefined): JsonValue[] {
  return list(left).filter((value) => list(right).includes(value));
}

function list(value: JsonValue | undefined): JsonValue[] {
  return Array.isArray(value) ? value : [];
}
