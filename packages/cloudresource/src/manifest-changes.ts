import { isDeepStrictEqual } from "node:util";
import type { JsonObject, JsonValue } from "@bufbuild/protobuf";
import type { Change } from "@planton-mcp/core";

/** A manifest, and the same without its secrets. */
export interface Manifest {
  readonly plain: JsonObject;
  readonly shown: JsonObject;
}

/** What the platform says of a manifest: where it belongs, and how it stands. None of it can be changed by another one. */
const settled = /^(status|metadata\.(id|slug|org|env))(\.|\[|$)/;

/** What differs between two manifests, by path in them. Secrets are compared and never shown. */
export function manifestChanges(before: Manifest | undefined, after: Manifest): readonly Change[] {
  const [from, to] = [leaves(before?.plain ?? {}), leaves(after.plain)];
  const [fromShown, toShown] = [leaves(before?.shown ?? {}), leaves(after.shown)];
  return [...new Set([...from.keys(), ...to.keys()])]
    .filter((field) => field !== "" && !settled.test(field) && !isDeepStrictEqual(from.get(field), to.get(field)))
    .map((field) => ({ field, from: fromShown.get(field), to: toShown.get(field) }));
}

/** Every value that is neither an object nor a list with something in it, by its path. */
function leaves(json: JsonValue, path = "", found = new Map<string, JsonValue>()): ReadonlyMap<string, JsonValue> {
  const entries = typeof json === "object" && json !== null ? Object.entries(json) : [];
  if (entries.length === 0) return found.set(path, json);
  for (const [key, value] of entries) leaves(value, step(path, key, Array.isArray(json)), found);
  return found;
}

function step(path: string, key: string, isItem: boolean): string {
  if (isItem) return `${path}[${key}]`;
  return path === "" ? key : `${path}.${key}`;
}
