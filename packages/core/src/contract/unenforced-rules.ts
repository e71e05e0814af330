import type { ReflectMessage } from "@bufbuild/protobuf/reflect";
import type { Violation } from "@bufbuild/protovalidate";

/**
 * The contract's rules that are not held before a call, each with the reason; the API has the last word on them.
 * Everything else that the contract states is enforced.
 */
const unenforced: readonly {
  readonly reason: string;
  readonly applies: (violation: Violation, message: ReflectMessage) => boolean;
}[] = [
  {
    reason: "A slug that was not given is made by the API from the name, and its rules hold after that.",
    applies: ({ ruleId }, message) => ruleId.startsWith("metadata.slug.") && slugOf(message) === "",
  },
  {
    reason: "The rule allows only organizations and environments as members of a team, and so no person and no team.",
    applies: ({ field }) =>
      field.some((step) => step.kind === "field" && step.toString().endsWith("TeamMember.member_type")),
  },
];

export function isEnforced(violation: Violation, message: ReflectMessage): boolean {
  return !unenforced.some(({ applies }) => applies(violation, message));
}

function slugOf(message: ReflectMessage): unknown {
  const metadata = message.fields.find((field) => field.name === "metadata");
  if (metadata?.fieldKind !== "message" || !message.isSet(metadata)) return undefined;
  const inner = message.get(metadata);
  const slug = inner.fields.find((field) => field.name === "slug");
  return slug?.fieldKind === "scalar" ? inner.get(slug) : undefined;
}
