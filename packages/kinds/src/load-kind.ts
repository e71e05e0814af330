import type { Kind } from "./kind.ts";
import type { KindFacts } from "./kind-facts.ts";
import { findKind } from "./list.ts";

const loaded = new Map<string, Promise<Kind>>();

/**
 * A kind with its descriptor, which is loaded when it is first asked for, and then kept. Takes a kind's facts or its
 * name, however that is written.
 * @throws RangeError where there is no such kind; `findKind` tells before.
 */
export function loadKind(kind: string | KindFacts): Promise<Kind> {
  const facts = typeof kind === "string" ? findKind(kind) : kind;
  if (facts === undefined) return Promise.reject(new RangeError(`There is no kind ${kind}.`));
  let result = loaded.get(facts.kind);
  if (result === undefined) {
    result = load(facts);
    loaded.set(facts.kind, result);
  }
  return result;
}

async function load(facts: KindFacts): Promise<Kind> {
  const { makeKind } = await import("./kind.ts");
  return makeKind(facts);
}
