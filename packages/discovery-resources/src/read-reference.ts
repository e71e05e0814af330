import type { JsonValue } from "@bufbuild/protobuf";
import { defineWorkflow, text } from "@planton-mcp/core";
import { outline, partAt } from "./json-part.ts";

/** Characters of a document that is given whole, about 6,000 tokens. */
const wholeUpTo = 24_000;

export const readReference = defineWorkflow({
  name: "read_reference",
  title: "Read a reference",
  description:
    "Reads a catalog, schema or summary of this server by URI, whole or the part at path. Without uri it lists what there is.",
  effect: "read",
  input: {
    uri: text("As listed, variables filled in").optional(),
    path: text("JSON pointer into it: /properties/spec").optional(),
  },
  rules: [({ uri, path }) => (path !== undefined && uri === undefined ? needsUri : undefined)],
  example: { uri: "environment-summary://acme" },
  keywords: [
    "catalog",
    "kinds",
    "schema",
    "resource",
    "docs",
    "help",
    "example",
    "template",
    "preset",
    "permissions",
    "capabilities",
  ],
  reads: [],
  readsResources: true,
  run: async ({ uri, path }, { catalogue, readResource }) => {
    if (uri === undefined) {
      const references = catalogue.resources.map(({ uri, description }) => ({ uri, description }));
      return { count: references.length, references };
    }
    const { mimeType, content } = await readResource(uri);
    const document = parsed(content);
    const part = path === undefined ? document : partAt(document, path, uri);
    const characters = JSON.stringify(part).length;
    if (characters <= wholeUpTo) return { uri, path, mime_type: mimeType, content: part };
    return {
      uri,
      path,
      mime_type: mimeType,
      characters,
      parts: outline(part, path ?? ""),
      next: "This is more than is read at once. Call again with the path of one of the parts.",
    };
  },
});

const needsUri = { argument: "uri", message: "path needs uri beside it." };

/** A resource that is JSON written as text is JSON all the same. */
function parsed(content: JsonValue): JsonValue {
  if (typeof content !== "string" || !/^\s*[{[]/.test(content)) return content;
  try {
    return JSON.parse(content);
  } catch {
    return content;
  }
}
