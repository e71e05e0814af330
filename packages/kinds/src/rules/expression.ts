/** A rule's expression as a tree: what the parser gives, with its macros as they were written. */
import { parse, unparse } from "@bufbuild/cel";
import type { Constant, Expr } from "@bufbuild/cel-spec/cel/expr/syntax_pb.js";

export type Literal = string | number | boolean | null;

export type Node =
  | { readonly type: "literal"; readonly value: Literal }
  | { readonly type: "name"; readonly name: string }
  | { readonly type: "field"; readonly of: Node; readonly name: string }
  | { readonly type: "list"; readonly items: readonly Node[] }
  /** An operator (`_==_`, `!_`, `_?_:_`, …), a function, `has` or a macro over the items of a list. */
  | { readonly type: "call"; readonly name: string; readonly args: readonly Node[]; readonly text: string }
  | { readonly type: "other"; readonly text: string };

/** Parses an expression. A method's target is the first of its arguments. */
export function parseExpression(text: string): Node {
  const { expr, sourceInfo } = parse(text);
  const macros = sourceInfo?.macroCalls ?? {};
  const toNode = (given: Expr | undefined): Node => {
    if (given === undefined) return { type: "other", text: "" };
    const kind = (macros[String(given.id)] ?? given).exprKind;
    const source = () => unparse(sourceInfo === undefined ? given : { ...parse("true"), expr: given, sourceInfo });
    switch (kind.case) {
      case "constExpr":
        return literal(kind.value) ?? { type: "other", text: source() };
      case "identExpr":
        return { type: "name", name: kind.value.name };
      case "selectExpr":
        return { type: "field", of: toNode(kind.value.operand), name: kind.value.field };
      case "listExpr":
        return { type: "list", items: kind.value.elements.map(toNode) };
      case "callExpr": {
        const { function: name, target, args } = kind.value;
        const nodes = [...(target === undefined ? [] : [target]), ...args].map(toNode);
        // `uint(1)` is written because CEL compares no signed number with an unsigned one.
        if (/^(u?int|double)$/.test(name) && nodes[0]?.type === "literal") return nodes[0];
        return { type: "call", name, args: nodes, text: source() };
      }
      default:
        return { type: "other", text: source() };
    }
  };
  return toNode(expr);
}

function literal({ constantKind: { case: kind, value } }: Constant): Node | undefined {
  if (kind === "stringValue" || kind === "boolValue" || kind === "doubleValue") return { type: "literal", value };
  if (kind === "int64Value" || kind === "uint64Value") return { type: "literal", value: Number(value) };
  return undefined;
}

/** The sides of a chain of `||` or `&&`. */
export function sidesOf(node: Node, operator: "_||_" | "_&&_"): readonly Node[] {
  if (node.type !== "call" || node.name !== operator) return [node];
  return node.args.flatMap((side) => sidesOf(side, operator));
}

/** The fields of `this` that an expression reads, each as a path from there. */
export function pathsRead(node: Node): readonly (readonly string[])[] {
  const path = pathTo(node);
  if (path !== undefined) return path.length === 0 ? [] : [path];
  return childrenOf(node).flatMap(pathsRead);
}

function pathTo(node: Node): readonly string[] | undefined {
  if (node.type === "name") return node.name === "this" ? [] : undefined;
  const of = node.type === "field" ? pathTo(node.of) : undefined;
  return of === undefined || node.type !== "field" ? undefined : [...of, node.name];
}

/** The values that stand in an expression. */
export function literalsIn(node: Node): readonly Literal[] {
  const value = literalOf(node);
  return value === undefined ? childrenOf(node).flatMap(literalsIn) : [value];
}

function childrenOf(node: Node): readonly Node[] {
  if (node.type === "field") return [node.of];
  if (node.type === "list") return node.items;
  return node.type === "call" ? node.args : [];
}

export type Call = Extract<Node, { type: "call" }>;

export function isCall<Name extends string>(
  node: Node | undefined,
  ...names: readonly Name[]
): node is Call & { readonly name: Name } {
  return node?.type === "call" && names.some((name) => name === node.name);
}

/** A negative number is a minus before a literal. */
export function literalOf(node: Node | undefined): Literal | undefined {
  if (node?.type === "literal") return node.value;
  if (!isCall(node, "-_")) return undefined;
  const [value] = node.args;
  return value?.type === "literal" && typeof value.value === "number" ? -value.value : undefined;
}
