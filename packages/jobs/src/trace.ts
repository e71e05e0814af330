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
  /** How many of them have come to a state. */
  readonly count: (operation: string, state: ResourceStep["state"]) => number;
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
  const counts = new Map<string, number>();
  const count = (operation: string, state: string, more: number) => {
    const key = `${operation} ${state}`;
    counts.set(key, (counts.get(key) ?? 0) + more);
  };
  return {
    add({ operation, text, isError, resource, step }) {
      if (isError === true && faults.length < mostFaults) faults.push({ operation, resource, text });
      if (resource === undefined || step === undefined) return;
      const steps = stepsOf(operation);
      const before = steps.get(resource);
      if (before === undefined && steps.size >= mostResources) return;
      steps.set(resource, step);
      if (before !== undefined) count(operation, before.state, -1);
      count(operation, step.state, 1);
    },
    faults: () => faults,
    steps: stepsOf,
    count: (operation, state) => counts.get(`${operation} ${state}`) ?? 0,
  };
}

/** How many resources the job has dealt with, and how many it means to, where a preview has said so. */
export function figuresOf({ count }: Pick<Trace, "count">): { readonly progress?: number; readonly total?: number } {
  for (const operation of ["update", "destroy"]) {
    const planned = count(`${operation}_preview`, "planned");
    const progress = count(operation, "done");
    if (planned > 0) return { progress, total: Math.max(planned, progress) };
  }
  return {};
}
