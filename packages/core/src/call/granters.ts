import type { FailureFacts } from "./failure.ts";
import { type SendOptions, senderOf } from "./send.ts";

/** Milliseconds that a denial waits for the names of those who could lift it. */
const patienceMs = 2_000;
/** How many of them it names. */
const named = 5;

/**
 * A failure that also says who could grant what was missing, where the caller may know that. It costs one read, only
 * after a denial that says what it is about; where that read fails, the failure stays as it is.
 */
export async function withGranters(facts: FailureFacts, sending: Omit<SendOptions, "args">): Promise<FailureFacts> {
  const { code, permission, next } = facts;
  // Who may not list policies may not ask for these either.
  if (code !== "permission_denied" || permission?.id === undefined || permission.permission === "iam_policy_get") {
    return facts;
  }
  try {
    const granters = await grantersOf(permission.kind, permission.id, sending);
    const [first, ...others] = granters;
    if (first === undefined) return facts;
    const people = others.length === 0 ? first : `${first} and ${others.length} more`;
    return {
      ...facts,
      who_could_grant: granters.slice(0, named),
      next: `${people} could grant it. ${next ?? ""}`.trim(),
    };
  } catch {
    return facts;
  }
}

/** Those who may change access to a resource: name and e-mail address, or id. */
async function grantersOf(kind: string, id: string, sending: Omit<SendOptions, "args">): Promise<readonly string[]> {
  // Loaded here, for most calls never need it.
  const { IamPolicyV2QueryController } = await import("@planton-mcp/api/iam/iampolicy/v2/query");
  const { listAuthorizedPrincipals } = IamPolicyV2QueryController.method;
  const timeoutMs = Math.min(sending.call.timeoutMs ?? patienceMs, patienceMs);
  const send = senderOf([listAuthorizedPrincipals], false, {
    ...sending,
    call: { ...sending.call, timeoutMs },
    args: {},
  });
  const { principals } = await send(listAuthorizedPrincipals, {
    resource: { kind, id },
    principalKind: "identity_account",
    relation: "iam_policy_update",
  });
  return principals.map(({ id, name, email }) => [name, email && `<${email}>`].filter(Boolean).join(" ") || id);
}
