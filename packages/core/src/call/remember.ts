import { createHash } from "node:crypto";
import { create, toBinary } from "@bufbuild/protobuf";
import { LRUCache } from "lru-cache";
import type { Backend } from "../backend/backend.ts";
import { rpcName, type Send } from "../tool/tool.ts";

/** Letters follow one another faster than this, and a name that was made meanwhile is missed for no longer. */
const forMs = 10_000;
const atMost = 200;

const memories = new WeakMap<Backend, LRUCache<string, Promise<unknown>>>();

/** A sender that remembers what a caller has been answered a few seconds ago, for completions: one RPC, not one a letter. */
export function remembering(send: Send, backend: Backend, credential: string | undefined): Send {
  const memory = memories.get(backend) ?? new LRUCache({ max: atMost, ttl: forMs });
  memories.set(backend, memory);
  return (method, request) => {
    const bytes = toBinary(method.input, create(method.input, request));
    // Nobody is answered with what somebody else may see, and no credential is kept.
    const key = createHash("sha256")
      .update(`${credential}\n${rpcName(method)}\n`)
      .update(bytes)
      .digest("base64");
    const known = memory.get(key);
    // The method is part of the key.
    if (known !== undefined) return known as ReturnType<typeof send<typeof method.input, typeof method.output>>;
    const answer = send(method, request);
    memory.set(key, answer);
    answer.catch(() => memory.delete(key));
    return answer;
  };
}
