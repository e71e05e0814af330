import { randomUUID } from "node:crypto";
import type { ToldProgress } from "../call/progress.ts";
import type { Caller, Runtime } from "../call/run-tool.ts";
import type { Selection } from "../catalogue/selection.ts";
import type { Asking } from "../guard/guard.ts";

/** A runtime, which tools it offers, and where the credential of a call comes from. */
export interface HostRuntime extends Runtime, Selection {
  /**
   * The Planton API key that calls are made with: one for all, or one found in what the host knows of the request.
   * A function that returns nothing makes the call anonymous; the platform then refuses it.
   */
  readonly credential?: string | ((auth: RequestAuth | undefined) => string | undefined) | undefined;
  /** Aborts when the client of a request is gone, where the host knows that earlier than the SDK. */
  readonly gone?: (auth: RequestAuth | undefined) => AbortSignal | undefined;
}

/** The authentication that a host's HTTP layer attached to a request; both SDKs call it `authInfo`. */
export interface RequestAuth {
  readonly token: string;
  readonly extra?: Record<string, unknown> | undefined;
}

/** The parts of either SDK's request context that a call depends on. */
export interface RequestContext {
  readonly signal: AbortSignal;
  readonly auth: RequestAuth | undefined;
  readonly meta: Readonly<Record<string, unknown>> | undefined;
  /** Present where the person at the client can be asked. */
  readonly asking?: Asking | undefined;
  /** Sends the client a notification that belongs to this request. Without it, a call tells of no progress. */
  readonly notify?: ((notification: ProgressNotification) => Promise<void>) | undefined;
}

/** A notification as both SDKs take it. */
export interface ProgressNotification {
  readonly method: "notifications/progress";
  readonly params: ToldProgress & { readonly progressToken: string | number };
}

/** Who makes a request, and what ties it to the caller's trace. */
export function callerOf(request: RequestContext, { credential, gone }: HostRuntime): Caller {
  const { signal, auth, meta } = request;
  const leaving = gone?.(auth);
  return {
    signal: leaving === undefined ? signal : AbortSignal.any([signal, leaving]),
    credential: typeof credential === "function" ? credential(auth) : credential,
    traceparent: textIn(meta, "traceparent"),
    tracestate: textIn(meta, "tracestate"),
    requestId: randomUUID(),
    onProgress: progressTo(request),
  };
}

/** What tells the client of progress, where it has sent a token to be told by. A client that is gone is told nothing. */
function progressTo({ meta, notify }: RequestContext): Caller["onProgress"] {
  const progressToken = meta?.progressToken;
  const isToken = typeof progressToken === "string" || typeof progressToken === "number";
  if (notify === undefined || !isToken) return undefined;
  return (progress) => {
    notify({ method: "notifications/progress", params: { progressToken, ...progress } }).catch(() => {});
  };
}

function textIn(meta: RequestContext["meta"], key: string): string | undefined {
  const value = meta?.[key];
  return typeof value === "string" ? value : undefined;
}

/** What a person who is asked ticks. Accepting without it is no yes. */
export const confirmationForm = {
  type: "object" as const,
  properties: { confirm: { type: "boolean" as const, title: "Yes, do it" } },
  required: ["confirm"],
};

/** The answer in what a client returned to a question that was sent with this seal. */
export function answerIn(returned: unknown, seal: string): NonNullable<Asking["answer"]> {
  const { action, content } = (returned ?? {}) as { action?: unknown; content?: { confirm?: unknown } }; // read below
  const isYes = action === "accept" && content?.confirm === true;
  return { seal, says: isYes ? "yes" : action === "cancel" || action === undefined ? "nothing" : "no" };
}

/** Whether a client that declares these capabilities shows its person a form. */
export function showsForms(capabilities: unknown): boolean {
  const { elicitation } = (capabilities ?? {}) as { elicitation?: { form?: unknown; url?: unknown } | undefined };
  return elicitation !== undefined && (elicitation.form !== undefined || elicitation.url === undefined);
}
