import type { FlowControlPolicy } from "@planton-mcp/api/infrahub/flowcontrolpolicy/v1/api";
import { StackJobFlowControlSchema } from "@planton-mcp/api/infrahub/flowcontrolpolicy/v1/spec";
import * as z from "zod";

/** The flags of the contract's `StackJobFlowControl`, as arguments. A test holds that none is missing. */
export const flowControl = {
  is_manual: z.boolean().describe("Each job waits for approval"),
  disable_on_lifecycle_events: z.boolean().describe("Changes start no jobs; people do"),
  skip_refresh: z.boolean().describe("Don't look at the real state first"),
  preview_before_update_or_destroy: z.boolean(),
  pause_between_preview_and_update_or_destroy: z.boolean().describe("For approval; takes a preview"),
};

type Flag = keyof typeof flowControl;

/** Every flag, in the contract's order; what is not set is off. */
export function flagsOf(policy: FlowControlPolicy | undefined): Readonly<Record<string, boolean>> {
  const flags = policy?.spec?.flowControl;
  return Object.fromEntries(
    StackJobFlowControlSchema.fields.map(({ name, localName }) => [name, isOn(flags, localName)]),
  );
}

function isOn(flags: object | undefined, name: string): boolean {
  return flags !== undefined && name in flags && flags[name as keyof typeof flags] === true;
}

/** What a person loses where a flag changes that way; other changes only add care. */
const losses: readonly { readonly flag: Flag; readonly turns: boolean; readonly loss: string }[] = [
  { flag: "is_manual", turns: false, loss: "Stack jobs are no longer asked to wait for an approval." },
  {
    flag: "pause_between_preview_and_update_or_destroy",
    turns: false,
    loss: "Updates and destroys are no longer asked to pause for an approval after their preview.",
  },
  {
    flag: "preview_before_update_or_destroy",
    turns: false,
    loss: "No preview of updates and destroys is asked for any more.",
  },
  {
    flag: "disable_on_lifecycle_events",
    turns: false,
    loss: "Changes of resources start stack jobs by themselves.",
  },
  { flag: "skip_refresh", turns: true, loss: "Jobs no longer look at the real state of things before they change it." },
];

/** What of one policy's care is lost under another, or under none: a sentence each, with the flag. */
export function lostCare(before: FlowControlPolicy | undefined, after: FlowControlPolicy | undefined) {
  const [from, to] = [flagsOf(before), flagsOf(after)];
  return losses
    .filter(({ flag, turns }) => from[flag] !== to[flag] && to[flag] === turns)
    .map(({ flag, turns, loss }) => `${flag} goes ${turns ? "on" : "off"}: ${loss}`);
}

/** What of a policy has no effect, as a sentence. */
export function idleFlags(policy: FlowControlPolicy): readonly string[] {
  const flags = flagsOf(policy);
  return flags.pause_between_preview_and_update_or_destroy && !flags.preview_before_update_or_destroy
    ? ["The pause after a preview has no effect while preview_before_update_or_destroy is off."]
    : [];
}
