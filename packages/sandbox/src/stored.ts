import { type DescMessage, fromBinary, type MessageShape } from "@bufbuild/protobuf";
import type { Row, Store } from "./store.ts";

/** A resource as it is stored, with its typed message. */
export interface Stored<Desc extends DescMessage> {
  readonly row: Row;
  readonly message: MessageShape<Desc>;
}

/** The resources of a kind, each with its message, in the order of creation; `""` for those of any organization. */
export function stored<Desc extends DescMessage>(
  store: Store,
  kind: string,
  desc: Desc,
  org = "",
): readonly Stored<Desc>[] {
  return store.list(kind, org).map((row) => ({ row, message: fromBinary(desc, row.data) }));
}
