import type { StackJobStatus } from "@planton-mcp/api/infrahub/stackjob/v1/api";
import { IacDiagnosticEventSeverityType } from "@planton-mcp/api/infrahub/stackjob/v1/enum";
import { shortUrn } from "./event-lines.ts";
import { failedOperation, type Operation } from "./job-words.ts";
import { cutMiddle, plainText } from "./printed-text.ts";
import type { Fault } from "./trace.ts";

export interface Diagnostics {
  /** What broke the job, the most telling first. */
  readonly lines: readonly { readonly resource?: string | undefined; readonly message: string }[];
  /** How many more there were. */
  readonly more: number;
  /** Whether they say what went wrong, and not only that something did. */
  readonly isTelling: boolean;
}

const most = 5;
const mostCharacters = 900;

/** Says that something failed and not what: the line that every failed run ends with. */
const empty =
  /^(error:?\s*)?(\d+ errors? occurred:?|exit status \d+|(pulumi |terraform |tofu )?(update|preview|destroy|refresh|up|apply|plan|operation|stack job|the (job|operation))\b[\w ]* (failed|errored)|resource .* failed|update failed)[.:]?$/i;

/**
 * The lines that tell why a job failed, of all that its operation, its events and the job itself say: each once, those
 * about a resource first, and what only repeats that something failed left out, unless nothing else is said.
 */
export function decisiveDiagnostics(
  status: StackJobStatus | undefined,
  told: readonly Fault[],
  hide: (text: string) => string,
): Diagnostics {
  const failed = failedOperation(status);
  const faults: readonly Fault[] = [
    ...snapshotFaults(failed),
    ...told.filter(({ operation }) => failed === undefined || operation === failed.name || operation === ""),
    ...(failed?.errors ?? []).map((text) => ({ operation: failed?.name ?? "", text })),
    ...(status?.progress?.errors ?? []).map((text) => ({ operation: "", text })),
  ];
  const candidates: readonly Line[] = faults.map(({ resource, text }) => ({
    resource,
    message: hide(plainText(text)).trim(),
  }));
  const telling = candidates.filter(({ message }) => message !== "" && !empty.test(message));
  const rest = candidates.filter(({ message }) => message !== "");
  const once = distinct(telling.length > 0 ? telling : rest.slice(0, 1)).sort(byResource);
  const lines = once.slice(0, most).map(({ resource, message }) => ({
    resource,
    message: cutMiddle(message, mostCharacters),
  }));
  return { lines, more: once.length - lines.length, isTelling: telling.length > 0 };
}

function snapshotFaults(operation: Operation | undefined): readonly Fault[] {
  return (operation?.snapshot?.diagnosticMessages ?? [])
    .filter(({ severity }) => severity === IacDiagnosticEventSeverityType.error)
    .map(({ resourceUrn, message }) => ({
      operation: operation?.name ?? "",
      resource: resourceUrn === "" ? undefined : shortUrn(resourceUrn),
      text: message,
    }));
}

interface Line {
  readonly resource: string | undefined;
  readonly message: string;
}

/** Each message once, in its longest form: what the job says is often a part of what its operation said. */
function distinct(lines: readonly Line[]): Line[] {
  const kept: Line[] = [];
  for (const line of lines) {
    const same = kept.findIndex(
      ({ message }) => bare(message).includes(bare(line.message)) || bare(line.message).includes(bare(message)),
    );
    const other = kept[same];
    if (other === undefined) kept.push(line);
    else if (line.message.length > other.message.length) {
      kept[same] = { resource: other.resource ?? line.resource, message: line.message };
    } else if (other.resource === undefined) kept[same] = { ...other, resource: line.resource };
  }
  return kept;
}

function bare(message: string): string {
  return message
    .toLowerCase()
    .replace(/^(error|warning):\s*/, "")
    .replace(/\s+/g, " ");
}

function byResource(a: Line, b: Line): number {
  return Number(a.resource === undefined) - Number(b.resource === undefined);
}
