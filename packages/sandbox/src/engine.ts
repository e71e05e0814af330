import type {
  DescMessage,
  DescMethod,
  DescMethodServerStreaming,
  DescMethodUnary,
  DescService,
  Message,
} from "@bufbuild/protobuf";
import { type Requirement, requirementOf } from "@planton-mcp/core/contract";
import { authenticate, createAccess, platformId } from "./access.ts";
import { denied, unimplemented } from "./failures.ts";
import { genericCommand } from "./generic-command.ts";
import { genericQuery } from "./generic-query.ts";
import type { Context, Handler, Reader, Special, Streamed } from "./handler.ts";
import { pathOf, textAt } from "./paths.ts";
import { resourceTypeOf } from "./resource-type.ts";
import type { Store } from "./store.ts";
import { validate } from "./validate.ts";

export interface EngineOptions {
  readonly store: Store;
  readonly services: readonly DescService[];
  /** Methods written by hand; they go before the generic ones. */
  readonly specials: readonly Special[];
  readonly streams?: readonly Streamed[];
  readonly now: () => Date;
  /** Told when a command has been carried out. */
  readonly onWrite?: () => void;
}

export interface Engine {
  /**
   * Answers one RPC. `request` may be edited and must be the engine's own; the answer is the caller's. Throws a
   * `ConnectError`, and whatever else a handler throws.
   */
  call(method: DescMethodUnary, request: Message, credential: string | undefined): Message;
  /** Opens a stream: the caller has been asked for by then, and nothing has been said. Throws as `call` does. */
  open(method: DescMethodServerStreaming, request: Message, credential: string | undefined): Reader;
}

/** What the contract says about a method, read once. */
interface Plan {
  readonly method: DescMethod;
  readonly requirement: Requirement;
  /** Whether the request is the resource itself: it is validated once its slug and constants are filled in. */
  readonly isResource: boolean;
  /** Whether the handler asks for the permission, on the resource that it finds or makes. */
  readonly asksItself: boolean;
}

interface UnaryPlan extends Plan {
  readonly handle: Handler;
  readonly writes: boolean;
}

/** Authenticates, validates, authorises and answers each RPC, whatever may write within one transaction. */
export function createEngine({ store, services, specials, streams = [], now, onWrite }: EngineOptions): Engine {
  const served = new Set(services.map((service) => service.typeName));
  const byHand = new Map(specials.map((special) => [pathOf(special.method), special]));
  const opening = new Map(streams.map((stream) => [pathOf(stream.method), stream]));
  const plans = new Map<string, UnaryPlan>();

  const planOf = (method: DescMethodUnary): UnaryPlan => {
    const path = pathOf(method);
    const known = plans.get(path);
    if (known !== undefined) return known;
    const type = served.has(method.parent.typeName) ? resourceTypeOf(method.parent) : undefined;
    const special = byHand.get(path);
    const handle = special ? special.handle : type && (genericCommand(method, type) ?? genericQuery(method, type));
    if (handle === undefined) throw unimplemented(path);
    const isResource = type?.desc.typeName === method.input.typeName;
    const plan: UnaryPlan = {
      method,
      handle,
      requirement: requirementOf(method),
      writes: !/Query/.test(method.parent.name),
      isResource,
      // Who is asked depends on what is stored, and what a message names may be a slug.
      asksItself: special === undefined ? isResource : special.asksItself === true,
    };
    plans.set(path, plan);
    return plan;
  };

  return {
    call(method, request, credential) {
      const plan = planOf(method);
      const work = () => authorised(store, plan, request, credential, now(), plan.handle);
      if (!plan.writes) return work();
      const answer = store.transaction(work);
      onWrite?.();
      return answer;
    },
    open(method, request, credential) {
      const stream = opening.get(pathOf(method));
      if (stream === undefined) throw unimplemented(pathOf(method));
      const plan = { method, requirement: requirementOf(method), isResource: false, asksItself: false };
      return authorised(store, plan, request, credential, now(), stream.open);
    },
  };
}

function authorised<Answer>(
  store: Store,
  plan: Plan,
  request: Message,
  credential: string | undefined,
  at: Date,
  handle: (context: Context, request: Message) => Answer,
): Answer {
  const { method, requirement } = plan;
  const isAnonymous = requirement.type === "anyone" && credential === undefined;
  const actor = isAnonymous ? undefined : authenticate(store, credential, at);
  const access = createAccess(store, actor === undefined ? undefined : { kind: "identity_account", id: actor });
  if (!plan.isResource) validate(method.input, request);
  const named = plan.asksItself ? undefined : namedBy(requirement, method.input, request);
  if (requirement.type === "permission" && named !== undefined) {
    access.require(requirement.permission, named.kind, named.id);
  }
  const answer = handle({ store, at, actor: actor ?? "", access }, request);
  // Whatever forgot to ask is denied; a command is rolled back with it.
  if (requirement.type === "permission" && !access.granted) {
    throw denied(requirement.permission, requirement.kind, "that the request names");
  }
  return answer;
}

/** The resource that a requirement is about, if the request names it; nothing if it has to be looked up. */
function namedBy(requirement: Requirement, input: DescMessage, request: Message) {
  if (requirement.type !== "permission") return undefined;
  const { kind, kindPath, fieldPath } = requirement;
  if (kind === "platform") return { kind, id: platformId };
  const id = fieldPath === undefined ? "" : textAt(input, request, fieldPath);
  if (id === "") return undefined;
  return { kind: kindPath === undefined ? kind : textAt(input, request, kindPath), id };
}
