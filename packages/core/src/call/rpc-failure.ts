import type { DescMethod, Message } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { requirementOf } from "../contract/permission.ts";
import { type Rpc, rpcName } from "../tool/tool.ts";
import { Failure, type FailureCode, type FailureFacts } from "./failure.ts";
import { statusDetails } from "./status-details.ts";

/** After these nobody knows whether a command was carried out. */
const unknownOutcome: ReadonlySet<FailureCode> = new Set([
  "canceled",
  "unknown",
  "deadline_exceeded",
  "internal",
  "unavailable",
  "data_loss",
]);

const brokenApi = "The Planton API itself failed. Try again later; if it stays so, tell whoever runs it.";

/** What to do next. For what was not found, that depends on the tools that there are. */
const advice: Partial<Record<FailureCode, string>> = {
  unauthenticated: "The API key is missing, wrong or expired. Set PLANTON_API_KEY, or send it as a bearer token.",
  unavailable: "The Planton API could not be reached. Try again in a moment; if it stays so, check the endpoint.",
  deadline_exceeded: "The Planton API took too long. Try again, or ask for less.",
  resource_exhausted: "Wait a moment, then try again, or ask for less.",
  unimplemented: "The Planton API that this server talks to does not offer this.",
  already_exists: "Choose another slug, or read what is there.",
  invalid_argument: "Correct the arguments and call again.",
  aborted: "Somebody else changed it meanwhile. Read it again, then try again.",
  permission_denied: "Ask the person, who can ask for the permission or use another API key.",
  canceled: "The call was given up. Call again if its answer is still wanted.",
  out_of_range: "Ask for something within the range.",
  unknown: brokenApi,
  internal: brokenApi,
  data_loss: brokenApi,
  failed_precondition: "Change the state that the message names first.",
};

/** The failure that a caller is told when an RPC did not succeed. */
export function rpcFailure(error: unknown, method: Rpc, request: Message, isCommand: boolean): Failure {
  const problem = ConnectError.from(error);
  const code = codeName(problem.code);
  // An answer that is too large to be read is an answer: the command has been carried out, or not.
  const isUnread = problem.rawMessage.includes("readMaxBytes");
  const isUnknown = isCommand && (isUnread || unknownOutcome.has(code));
  const details = statusDetails(problem);
  const facts: FailureFacts = {
    code,
    message: code === "permission_denied" ? denial(method, request, problem.rawMessage) : problem.rawMessage || code,
    next: isUnknown
      ? "It is not known whether the change was made. Read what it was to change before trying again."
      : advice[code],
    ...(code === "permission_denied" ? { permission: missingPermission(method, request) } : {}),
    rpc: rpcName(method),
    ...(isUnknown ? { outcome_unknown: true } : {}),
    ...(details.length > 0 ? { details } : {}),
  };
  return new Failure(facts, { cause: error });
}

/** `permission_denied` for `Code.PermissionDenied`: the spelling of gRPC. */
function codeName(code: Code): FailureCode {
  return Code[code].replace(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toLowerCase() as FailureCode;
}

/** An apply that makes a new resource takes what the service's own `create` takes. */
function asked(method: DescMethod, request: Message): DescMethod {
  if (method.name !== "apply" || textAt(request, "metadata.id") !== undefined) return method;
  return method.parent.methods.find(({ name }) => name === "create") ?? method;
}

function missingPermission(method: DescMethod, request: Message): FailureFacts["permission"] {
  const requirement = requirementOf(asked(method, request));
  if (requirement.type !== "permission") return undefined;
  const { permission, declared, kindPath, fieldPath } = requirement;
  const kind = (kindPath && textAt(request, kindPath)) || requirement.kind;
  const id = fieldPath === undefined ? undefined : textAt(request, fieldPath);
  return { permission, kind, ...(id ? { id } : {}), declared };
}

function denial(method: DescMethod, request: Message, said: string): string {
  const missing = missingPermission(method, request);
  if (missing === undefined) return said || "Permission denied.";
  const on = missing.id === undefined ? `the ${missing.kind}` : `${missing.kind} ${missing.id}`;
  const source = missing.declared ? "" : " (the API does not declare what this takes; this is the rule assumed)";
  return `You lack the permission ${missing.permission} on ${on}${source}.${said === "" ? "" : ` The API said: ${said}`}`;
}

/** The text at a path of proto names, `metadata.org`, in a message. */
function textAt(message: Message, path: string): string | undefined {
  const value = path
    .split(".")
    .map((name) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()))
    .reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], message);
  return typeof value === "string" && value !== "" ? value : undefined;
}
