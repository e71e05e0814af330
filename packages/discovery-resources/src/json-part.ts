import type { JsonValue } from "@bufbuild/protobuf";
import { didYouMean, invalidArguments } from "@planton-mcp/core";

/** The part of a document at a JSON pointer (RFC 6901). Throws a failure that says as far as it went. */
export function partAt(document: JsonValue, path: string, uri: string): JsonValue {
  const keys = path.replace(/^#/, "").split("/").slice(1).map(unescaped);
  let part = document;
  let at = "";
  if (!/^#?(\/|$)/.test(path)) throw wrong(`A JSON pointer begins with a slash: /${path.replaceAll(".", "/")}.`);
  for (const key of keys) {
    const inner = childrenOf(part).find(([name]) => name === key);
    if (inner === undefined) {
      const names = childrenOf(part).map(([name]) => name);
      const near = didYouMean(key, names);
      const has = near === "" && names.length > 0 ? ` It has ${names.slice(0, 12).join(", ")}.` : near;
      throw wrong(`${uri} has no ${key} at ${at === "" ? "its top" : at}.${has}`);
    }
    part = inner[1];
    at = `${at}/${escaped(key)}`;
  }
  return part;
}

/** Most parts that an outline names: a model that wants another one can guess the pointer. */
const mostParts = 100;

/** The parts of a document that is too large, each with its pointer and size. Lists of alike things by their first. */
export function outline(document: JsonValue, path: string) {
  const parts = childrenOf(document).map(([key, value]) => ({
    path: `${path}/${escaped(key)}`,
    characters: JSON.stringify(value).length,
  }));
  return parts.slice(0, mostParts);
}

function childrenOf(value: JsonValue): readonly (readonly [string, JsonValue])[] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

const escaped = (key: string) => key.replaceAll("~", "~0").replaceAll("/", "~1");
const unescaped = (key: string) => key.replaceAll("~1", "/").replaceAll("~0", "~");

function wrong(message: string) {
  return invalidArguments([{ argument: "path", message }]);
}
