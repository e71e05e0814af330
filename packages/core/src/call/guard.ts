import type { GuardedEffect } from "../tool/effect.ts";
import type { Change, Target, Tool } from "../tool/tool.ts";
import { Failure } from "./failure.ts";

/** What a guard decides about: a guarded call whose arguments are right and whose target is resolved. */
export interface GuardedCall {
  readonly tool: Tool & { readonly effect: GuardedEffect };
  readonly args: Readonly<Record<string, unknown>>;
  readonly target: Target;
  readonly changes: readonly Change[];
  readonly warnings: readonly string[];
}

/** Lets a guarded call go ahead by returning, or stops it by throwing a failure. */
export type Guard = (call: GuardedCall) => void | Promise<void>;

/** The guard of a server that was given none: nothing that destroys or authorises goes through. */
export const refuseGuarded: Guard = ({ tool, target }) => {
  throw new Failure({
    code: "confirmation_required",
    message: `${tool.name} would ${tool.effect === "destroy" ? "remove" : "change the access to"} ${describeTarget(target)}. This server does not allow it.`,
    next: "Nothing was done. Tell the person; whoever runs the server can start it with --allow-destroy.",
  });
};

/** A guard that lets everything through, for a server whose operator said so. */
export const allowGuarded: Guard = () => {};

/** `organization Acme (acme)`, as people name what is acted on. */
export function describeTarget({ kind, name, id }: Target): string {
  return `${kind.replaceAll("_", " ")} ${name === id || name === "" ? id : `${name} (${id})`}`;
}
