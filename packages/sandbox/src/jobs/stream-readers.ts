import { type DescMessage, fromBinary, type MessageShape, toBinary } from "@bufbuild/protobuf";
import type { Chapter } from "../handler.ts";
import type { Store } from "../store.ts";

/** Reads what a run has said from its start; over once the run is. */
export function logReader<Desc extends DescMessage>(store: Store, id: string, desc: Desc) {
  let place = 0;
  return (): Chapter<MessageShape<Desc>> => {
    const isOver = isEnded(store, id);
    const said = store.said(id, place);
    place = said.at(-1)?.place ?? place;
    return { messages: said.map(({ data }) => fromBinary(desc, data)), isOver };
  };
}

/** Reads how a run stands, and again whenever it stands otherwise; over once the run is. */
export function statusReader<Desc extends DescMessage>(
  store: Store,
  id: string,
  desc: Desc,
  read: () => MessageShape<Desc>,
) {
  let last = "";
  return (): Chapter<MessageShape<Desc>> => {
    const isOver = isEnded(store, id);
    const status = read();
    const bytes = Buffer.from(toBinary(desc, status)).toString("base64");
    const messages = bytes === last ? [] : [status];
    last = bytes;
    return { messages, isOver };
  };
}

function isEnded(store: Store, id: string): boolean {
  const run = store.findRun(id);
  return run === undefined || run.state === "over";
}
