import type { DescService } from "@bufbuild/protobuf";
import type { Special, Streamed } from "../handler.ts";
import type { Gardener } from "../seed.ts";

/** One room of the sandbox: the services of a domain, and what about them is not generic. */
export interface Domain {
  /** What is generic needs no more than its service here. */
  readonly services: readonly DescService[];
  /** The methods of these services that are written by hand. */
  readonly specials?: readonly Special[];
  /** The methods of these services that stream. */
  readonly streams?: readonly Streamed[];
  /** What the domain adds to the story that a new sandbox begins with. Domains are seeded in the order of their list. */
  readonly seed?: (gardener: Gardener) => void;
}
