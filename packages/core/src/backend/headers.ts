import { randomBytes } from "node:crypto";
import type { CallOptions } from "./backend.ts";

/** The gRPC metadata of one call: credential, user agent, request id and trace context. */
export function headersOf(call: CallOptions, userAgent: string): Headers {
  const headers = new Headers({ "user-agent": userAgent, traceparent: childOf(call.traceparent) });
  if (call.credential !== undefined) headers.set("authorization", `Bearer ${call.credential}`);
  if (call.requestId !== undefined) headers.set("x-request-id", call.requestId);
  if (call.tracestate !== undefined && isTraceparent(call.traceparent)) headers.set("tracestate", call.tracestate);
  return headers;
}

/** A W3C `traceparent` one level below `parent`, or the root of a new trace where there is none or it is malformed. */
function childOf(parent: string | undefined): string {
  const random = randomBytes(24).toString("hex");
  const span = random.slice(0, 16);
  if (!isTraceparent(parent)) return `00-${random.slice(16)}-${span}-01`;
  return `${parent.slice(0, 36)}${span}${parent.slice(52)}`;
}

function isTraceparent(value: string | undefined): value is string {
  return value !== undefined && /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/.test(value);
}
