import type { EventLine, ResourceStep } from "./event-lines.ts";

/** A line that tells what went wrong, and with which resource. */
export interface Fault {
  readonly operation: string;
  readonly resource?: string | undefined;
  readonly text: string;
}

/** What the events of a job have told so far, as far as a summary needs it. Does not grow with their number. */
export interface Trace {
  readonly add: (line: EventLine) => void;
  readonly faults: () => readonly Fault[];
  /** What has become of each resource in an operation. */
  readonly steps: (operation: string) => ReadonlyMap<string, ResourceStep>;
}

const mostFaults = 50;
const mostResources = 2_000;

export function createTrace(): Trace {
  const faults: Fault[] = [];
  const operations = new Map<string, Map<string, ResourceStep>>();
  const stepsOf = (operation: string) => {
    const steps = operations.get(operation) ?? new Map<string, ResourceStep>();
    operations.set(operation, steps);
    return steps;
  };
  return {
    add({ operation, text, isError, resource, step }) {
      if (isError === true && faults.length < mostFaults) faults.push({ operation, resource, text });
      if (resource === undefined || step === undefined) return;
      const steps = stepsOf(operation);
      if (steps.size < mostResources || steps.has(resource)) steps.set(resource, step);
    },
    faults: () => faults,
    steps: stepsOf,
  };
}

/** How many resources the job has dealt with, and how many it means to, where a preview has said so. */
export function figuresOf(trace: Trace): { readonly progress?: number; readonly total?: number } {
  for (const operation of ["update", "destroy"]) {
    const planned = [...trace.steps(`${operation}_preview`).values()].filter(({ state }) => state === "planned").length;
    const progress = [...trace.steps(operation).values()].filter(({ state }) => state === "done").length;
    if (planned > 0) return { progress, total: Math.max(planned, progress) };
  }
  return {};
}
