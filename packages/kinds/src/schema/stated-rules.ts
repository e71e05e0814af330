import type { DescField, JsonObject } from "@bufbuild/protobuf";
import { type CelRule, celRulesOf } from "../rules/cel-rules.ts";
import type { Node } from "../rules/expression.ts";
import { expressionSchema } from "./expression-schema.ts";

/** What the rules that are expressions say of a field alone, on the field or on its message. */
export function statedRules(field: DescField): {
  readonly schemas: readonly JsonObject[];
  readonly notes: readonly string[];
} {
  const isThis = (node: Node) => node.type === "name" && node.name === "this";
  const isField = (node: Node) => node.type === "field" && isThis(node.of) && node.name === field.name;
  const ofMessage = celRulesOf(field.parent).filter(({ fields }) => fields.length === 1 && fields[0] === field.name);
  const translate = (rules: readonly CelRule[], isValue: (node: Node) => boolean) =>
    rules.map(({ node, sentence }) => ({ schema: expressionSchema(node, field, isValue), sentence }));
  const translated = [...translate(celRulesOf(field), isThis), ...translate(ofMessage, isField)];
  return {
    schemas: translated.map(({ schema }) => schema).filter((schema) => schema !== undefined),
    notes: translated.filter(({ schema }) => schema === undefined).map(({ sentence }) => sentence),
  };
}
