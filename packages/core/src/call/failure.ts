import type { Problem } from "../tool/tool.ts";

/** The codes of gRPC, and those that this server adds before a call reaches the wire. */
export type FailureCode =
  | "invalid_arguments"
  | "unknown_tool"
  | "switched_off"
  | "confirmation_void"
  | "declined"
  | "refused_by_policy"
  | "left_to_person"
  | "budget_exhausted"
  | "canceled"
  | "unknown"
  | "invalid_argument"
  | "deadline_exceeded"
  | "not_found"
  | "already_exists"
  | "permission_denied"
  | "resource_exhausted"
  | "failed_precondition"
  | "aborted"
  | "out_of_range"
  | "unimplemented"
  | "internal"
  | "unavailable"
  | "data_loss"
  | "unauthenticated";

/** What a failed call answers with: what was wrong, where, and what to do next. */
export interface FailureFacts {
  readonly code: FailureCode;
  readonly message: string;
  /** What the caller can do about it. */
  readonly next?: string | undefined;
  /** Arguments at fault, each with what is wrong with it. */
  readonly problems?: readonly Problem[] | undefined;
  /** The permission that was missing, and whether the contract declares it or core's rule supplies it. */
  readonly permission?:
    | { readonly permission: string; readonly kind: string; readonly id?: string; readonly declared: boolean }
    | undefined;
  /** Some of those who could grant what was missing, where the caller may know them. */
  readonly who_could_grant?: readonly string[] | undefined;
  /** The RPC that failed, as `package.Service/method`. */
  readonly rpc?: string | undefined;
  /** True where a change was sent and no answer tells whether it was made. */
  readonly outcome_unknown?: true | undefined;
  /** The status details that the backend sent. */
  readonly details?: readonly unknown[] | undefined;
}

const brand = Symbol.for("@planton-mcp/core/failure");

/** All that a failure says, for whoever is shown an error's message and no data. */
function inWords({ message, problems = [], next = "" }: FailureFacts): string {
  const faults = problems.map((problem) => `${problem.argument}: ${problem.message}`);
  return [message, ...faults, next].filter((part) => part !== "").join(" ");
}

/** Thrown to end a call with a failure that its caller is told. Anything else that is thrown is our own mistake. */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly [brand] = true;
  readonly facts: FailureFacts;

  constructor(facts: FailureFacts, options?: ErrorOptions) {
    super(inWords(facts), options);
    this.facts = facts;
  }

  /** Recognises a failure even where two copies of this package meet in one process. */
  static is(value: unknown): value is Failure {
    return typeof value === "object" && value !== null && brand in value;
  }
}
