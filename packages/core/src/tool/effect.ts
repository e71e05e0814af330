/**
 * What a tool does to the world.
 *
 * - `read` changes nothing.
 * - `write` creates or updates one thing; doing it twice is doing it once.
 * - `create` makes another one each time, starts another run, or shows a one-time secret.
 * - `authorize` changes who may do what, or lets something waiting go ahead.
 * - `destroy` removes something for good.
 */
export type Effect = "read" | "write" | "create" | "authorize" | "destroy";

/** The hints of the MCP specification; hosts decide by them whether to ask their user. */
export interface Annotations {
  readonly readOnlyHint: boolean;
  readonly destructiveHint: boolean;
  readonly idempotentHint: boolean;
  readonly openWorldHint: boolean;
}

export const annotationsOf: Readonly<Record<Effect, Annotations>> = {
  read: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  write: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  create: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  authorize: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  destroy: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
};

/** Effects that happen only after a guard has said yes. */
export type GuardedEffect = "authorize" | "destroy";

export function isGuarded(effect: Effect): effect is GuardedEffect {
  return effect === "authorize" || effect === "destroy";
}
