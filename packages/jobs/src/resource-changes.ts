import type { StackJobStatus } from "@planton-mcp/api/infrahub/stackjob/v1/api";
import type {
  IacOperationSummarySnapshot,
  StackJobProgressIacOperationSnapshot,
} from "@planton-mcp/api/infrahub/stackjob/v1/snapshot";
import { type Action, past } from "./event-lines.ts";
import { operationsOf } from "./job-words.ts";
import { createTrace, type Trace } from "./trace.ts";

/** What an operation did to resources, or would do. A list of names is as long as it may be, not as it would have to be. */
export type ResourceChanges = Readonly<Record<string, number | readonly string[] | undefined>>;

const mostNames = 10;
const actions: readonly Action[] = ["create", "update", "delete", "replace"];

/** What the job's update or destroy has done so far: counts, names, and what failed. Nothing where neither has begun. */
export function resourceChanges(status: StackJobStatus | undefined, trace: Trace): ResourceChanges | undefined {
  return changesIn(["update", "destroy"], (action) => past[action], status, trace);
}

/** What the job's preview says that it would do. Nothing where there was no preview. */
export function plannedChanges(
  status: StackJobStatus | undefined,
  trace: Trace = createTrace(),
): ResourceChanges | undefined {
  return changesIn(["update_preview", "destroy_preview"], (action) => action, status, trace);
}

/** The changes of the first of the operations that has begun, as the job tells or its events do. */
function changesIn(
  operations: readonly string[],
  word: (action: Action) => string,
  status: StackJobStatus | undefined,
  trace: Trace,
): ResourceChanges | undefined {
  const begun = operationsOf(status).find(({ name, startTime }) => operations.includes(name) && startTime);
  const name = begun?.name ?? operations.find((operation) => trace.steps(operation).size > 0);
  if (name === undefined) return undefined;
  const names = namesIn(name, begun?.snapshot, trace, word);
  return { ...counts(begun?.snapshot?.summary, names, word), ...listed(names) };
}

type Names = ReadonlyMap<string, readonly string[]>;

function counts(
  summary: IacOperationSummarySnapshot | undefined,
  names: Names,
  word: (action: Action) => string,
): Record<string, number> {
  const told: Readonly<Record<Action, number>> = {
    create: summary?.createResourceCount ?? 0,
    update: summary?.updateResourceCount ?? 0,
    delete: summary?.deleteResourceCount ?? 0,
    replace: summary?.replaceResourceCount ?? 0,
  };
  return {
    ...Object.fromEntries(
      actions.map((action) => [word(action), told[action] || (names.get(word(action)) ?? []).length]),
    ),
    unchanged: summary?.unchangedResourceCount ?? 0,
  };
}

/** The resources of an operation by what became of them: as the job has recorded it, else as its events told. */
function namesIn(
  name: string,
  snapshot: StackJobProgressIacOperationSnapshot | undefined,
  trace: Trace,
  word: (action: Action) => string,
): Names {
  const rows = Object.values(snapshot?.resourceRowMap ?? {});
  const told =
    rows.length > 0
      ? rows.map((row) => [rowState(row, word), `${row.resourceKind} ${row.resourceName}`.trim()] as const)
      : [...trace.steps(name)].map(([resource, { action, state }]) => {
          if (state === "failed") return ["failed", resource] as const;
          return [state === "started" ? "unfinished" : word(action), resource] as const;
        });
  const names = new Map<string, string[]>();
  for (const [state, resource] of told) names.set(state, [...(names.get(state) ?? []), resource]);
  return names;
}

/** `created` for the labels `created`, `create` and `iac_resource_progress_status_label_created`. */
function rowState(
  { status, isFailed, isDone }: { readonly status: string; readonly isFailed: boolean; readonly isDone: boolean },
  word: (action: Action) => string,
): string {
  if (isFailed || /_failed$/.test(status)) return "failed";
  const stem = status.replace(/^iac_resource_progress_status_label_/, "").slice(0, 5);
  const action = actions.find((candidate) => candidate.slice(0, 5) === stem);
  if (action === undefined) return /^(unchanged|refreshed)$/.test(status) ? "unchanged" : "unfinished";
  return isDone || word(action) === action ? word(action) : "unfinished";
}

function listed(names: Names): ResourceChanges {
  return Object.fromEntries(
    [...names]
      .filter(([state]) => state !== "unchanged")
      .map(([state, resources]) => [
        `${state}_names`,
        resources.length > mostNames
          ? [...resources.slice(0, mostNames), `and ${resources.length - mostNames} more`]
          : resources,
      ]),
  );
}
