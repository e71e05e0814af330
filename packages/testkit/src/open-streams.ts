import { Code, ConnectError, type HandlerContext } from "@connectrpc/connect";

/** Streams of lists that grow, each told from its start. They end once it is over and all has been told. */
export function openStreams(isOver: () => boolean) {
  const waiting = new Set<() => void>();
  let hangUps = 0;
  const followers = new Set<AbortSignal>();
  let opened = 0;
  const wake = () => {
    for (const go of waiting) go();
  };
  return {
    wake,
    hangUp() {
      hangUps += 1;
      wake();
    },
    open: () => followers.size,
    opened: () => opened,
    async *follow<Message>(messages: readonly Message[], { signal }: HandlerContext): AsyncIterable<Message> {
      const before = hangUps;
      opened += 1;
      followers.add(signal);
      const leave = () => followers.delete(signal);
      // Who leaves is not asked for the next message any more, and so does not come to the end of this.
      signal.addEventListener("abort", leave);
      signal.addEventListener("abort", wake);
      try {
        for (let next = 0; !signal.aborted; ) {
          if (hangUps > before) throw new ConnectError("The line went dead.", Code.Unavailable);
          const message = messages[next];
          if (message !== undefined) {
            next += 1;
            yield message;
          } else if (isOver()) return;
          else await new Promise<void>((resolve) => once(waiting, resolve));
        }
      } finally {
        leave();
      }
    },
  };
}

function once(waiting: Set<() => void>, resolve: () => void): void {
  const go = () => {
    waiting.delete(go);
    resolve();
  };
  waiting.add(go);
}
