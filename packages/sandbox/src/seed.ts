import { create, type DescMessage, type MessageInitShape } from "@bufbuild/protobuf";
import { withCountedIds } from "./ids.ts";
import { knownType, type Resource } from "./resource-type.ts";
import { insertResource } from "./resources.ts";
import type { Dump, Store } from "./store.ts";

/** What a domain plants its part of the story with. */
export interface Gardener {
  readonly store: Store;
  /** Stores a resource of a kind. Without an `id`, one is made of its slug where the kind allows that. */
  readonly plant: <Desc extends DescMessage>(
    kind: string,
    desc: Desc,
    message: MessageInitShape<Desc>,
    planted: { readonly id?: string; readonly actor: string; readonly at: Date },
  ) => void;
}

/** An id that can't be mistaken for one that was made at run time. */
export function seedId(prefix: string, number: number): string {
  return `${prefix}_01kseed${String(number).padStart(19, "0")}`;
}

/** A time in the January in which the story begins. */
export function at(day: number, hour: number): Date {
  return new Date(Date.UTC(2026, 0, day, hour));
}

/** Ids of the people of the story: `acme`'s owner, member and viewer, and the owner of `globex`. */
export const people = { ada: seedId("ida", 1), max: seedId("ida", 2), vera: seedId("ida", 3), otto: seedId("ida", 4) };

/**
 * Fills a store with the story that documentation and tests share, whole or not at all; one that holds something is
 * left as it is. Ids and times are always the same.
 */
export function seed(store: Store, parts: Parts): void {
  if (!store.isEmpty()) return;
  // Asked again inside, for another sandbox on the same file may have been faster.
  store.transaction(() => {
    if (!store.isEmpty()) return;
    const grown = gardens.get(parts);
    if (grown !== undefined) {
      store.load(grown);
      return;
    }
    withCountedIds(() => {
      for (const part of parts) part(gardenerOf(store));
    });
    gardens.set(parts, store.dump());
  });
}

type Parts = readonly ((gardener: Gardener) => void)[];

/** What has been seeded before in this process: the jobs of the story take longer to run than their rows to copy. */
const gardens = new WeakMap<Parts, Dump>();

function gardenerOf(store: Store): Gardener {
  return {
    store,
    plant(kind, desc, message, { id, actor, at }) {
      const type = knownType(kind, desc);
      insertResource({ store, actor, at, isTrusted: true }, type, create(desc, message) as Resource, id); // checked by knownType
    },
  };
}
