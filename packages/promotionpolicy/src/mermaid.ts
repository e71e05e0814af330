import type { PromotionGraph } from "./promotion-graph.ts";

/** A graph as a Mermaid flowchart. Names stand in it as labels only, and can't end one. */
export function mermaidOf({ nodes, edges }: PromotionGraph): string {
  // A stored graph may have edges to environments that are not among its nodes.
  const names = [...new Set([...nodes, ...edges.flatMap(({ from, to }) => [from, to])])];
  const idOf = new Map(names.map((name, index) => [name, `n${index}`]));
  return [
    "flowchart LR",
    ...names.map((name) => `  ${idOf.get(name)}["${label(name)}"]`),
    ...edges.map(
      ({ from, to, manual_approval }) =>
        `  ${idOf.get(from)} -->${manual_approval ? "|manual approval|" : ""} ${idOf.get(to)}`,
    ),
  ].join("\n");
}

/** Whatever is no letter, digit or harmless sign, as Mermaid's code of that character. A label can't be empty. */
function label(name: string): string {
  return (name || " ").replace(/[^\p{L}\p{M}\p{N} ._-]/gu, (sign) => `#${sign.codePointAt(0)};`);
}
