import fc from "fast-check";
import { expect, test } from "vitest";
import { mermaidOf } from "./mermaid.ts";

test("draws environments and edges, approvals on the edges that take one", () => {
  const edges = [
    { from: "dev", to: "prod", manual_approval: true },
    { from: "dev", to: "gone", manual_approval: false },
  ];
  expect(mermaidOf({ nodes: ["dev", "prod"], edges })).toBe(
    ["flowchart LR", '  n0["dev"]', '  n1["prod"]', '  n2["gone"]', "  n0 -->|manual approval| n1", "  n0 --> n2"].join(
      "\n",
    ),
  );
});

const hostile = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    '"] --> x["',
    "`**bold**`",
    "a\nclick n0 href",
    "%%{init: {}}%%",
    "<img src=x>",
    "#quot;",
    "end",
    "a;b",
    "",
  ),
);

test("no name gets out of its label, and each can be read from it", () => {
  fc.assert(
    fc.property(fc.uniqueArray(hostile, { minLength: 1, maxLength: 5 }), (nodes) => {
      const [head, ...lines] = mermaidOf({ nodes, edges: [] }).split("\n");
      expect(head).toBe("flowchart LR");
      const labels = lines.map((line) => /^ {2}n\d+\["([\p{L}\p{M}\p{N} ._#;-]*)"\]$/u.exec(line)?.[1]);
      const read = (label = "") => label.replace(/#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
      expect(labels.map(read)).toEqual(nodes.map((name) => name || " "));
    }),
  );
});
