import type { Client } from "@modelcontextprotocol/client";
import type { Client as FormerClient } from "@modelcontextprotocol/sdk/client/index.js";
import type { FailureFacts } from "@planton-mcp/core";
import { onTestFinished } from "vitest";

/** How a client of each kind speaks: the SDK, and the era of the protocol. */
export const eras = ["SDK 2, 2026-07-28", "SDK 2, 2025", "SDK 1"] as const;

export type Era = (typeof eras)[number];

export interface CallExtras {
  readonly meta?: Record<string, unknown>;
  readonly signal?: AbortSignal;
  readonly onprogress?: (progress: { readonly message?: string | undefined }) => void;
}

/** A client of any era, in the same words. */
export interface Peer {
  /** The revision of the protocol that was agreed on, where the SDK tells. */
  readonly revision: string | undefined;
  readonly listTools: () => Promise<readonly { readonly name: string }[]>;
  readonly call: (name: string, args?: Record<string, unknown>, extras?: CallExtras) => Promise<Outcome>;
  readonly close: () => Promise<void>;
}

export interface Outcome {
  readonly answer: Record<string, unknown>;
  readonly failure: FailureFacts | undefined;
  /** The text beside the data. */
  readonly text: string;
  /** All that came, as text to search in. */
  readonly all: string;
}

/** Makes a peer of a client that is connected. It is closed with the test at the latest. */
export function peerOf(client: Client): Peer {
  onTestFinished(() => client.close());
  return {
    revision: client.getNegotiatedProtocolVersion(),
    listTools: async () => (await client.listTools()).tools,
    call: async (name, args = {}, { meta, ...options } = {}) =>
      outcomeOf(await client.callTool(callOf(name, args, meta), options)),
    close: () => client.close(),
  };
}

/** The same for SDK 1. */
export function formerPeerOf(client: FormerClient): Peer {
  onTestFinished(() => client.close());
  return {
    revision: undefined,
    listTools: async () => (await client.listTools()).tools,
    call: async (name, args = {}, { meta, ...options } = {}) =>
      outcomeOf(await client.callTool(callOf(name, args, meta), undefined, options)),
    close: () => client.close(),
  };
}

function callOf(name: string, args: Record<string, unknown>, meta: Record<string, unknown> | undefined) {
  return { name, arguments: args, ...(meta === undefined ? {} : { _meta: meta }) };
}

function outcomeOf(result: object): Outcome {
  // What both SDKs have checked to be a tool's result; their types of it differ.
  const { content, structuredContent, isError } = result as {
    content: readonly { readonly text?: string }[];
    structuredContent?: Record<string, unknown>;
    isError?: boolean;
  };
  const answer = structuredContent ?? {};
  return {
    answer,
    failure: isError === true ? (answer.error as FailureFacts) : undefined,
    text: content.map(({ text = "" }) => text).join(""),
    all: JSON.stringify(result),
  };
}
