import type { Run, Store } from "../store.ts";
import { breakOffJob, stepJob } from "./job-steps.ts";
import { breakOffPipeline, stepPipeline } from "./pipeline-steps.ts";

/**
 * How fast jobs go: `manual`, one step whenever `step` is called, or by themselves, an update in about so many seconds.
 * With 0 seconds a job is over as soon as the call that began it.
 */
export type JobPace = "manual" | { readonly seconds: number };

export interface RunnerSpec {
  readonly store: Store;
  readonly now: () => Date;
  readonly pace: JobPace;
  /** Told after each step by which something has changed. */
  readonly onStep: () => void;
}

/** Carries out what the calls to one opening of a store have begun. */
export interface Runner {
  /** Takes one step of everything that is going on. Returns whether anything has changed by it. */
  step(): boolean;
  /** To be called when there may be something new to do. */
  wake(): void;
  close(): void;
}

/** Into how many ticks the time that a job takes is cut: about as many as an update has steps. */
const ticks = 12;

const steppers = { stack_job: stepJob, infra_pipeline: stepPipeline };
const breakers = { stack_job: breakOffJob, infra_pipeline: breakOffPipeline };

/** The openings of this process that are still open. */
const open = new Set<string>();

export function createRunner({ store, now, pace, onStep }: RunnerSpec): Runner {
  let timer: NodeJS.Timeout | undefined;
  open.add(store.runner);

  const own = () => store.activeRuns().filter(({ runner }) => runner === store.runner);
  const step = (): boolean => {
    if (own().length === 0) return false;
    const hasChanged = store.transaction(() => stepAll(store, own(), now()));
    if (hasChanged) onStep();
    return hasChanged;
  };
  const tick = () => {
    timer = undefined;
    try {
      step();
    } catch {
      // Another process is writing the file: the next tick tries again.
    }
    wake();
  };
  const wake = () => {
    if (pace === "manual" || timer !== undefined) return;
    if (pace.seconds === 0) {
      while (step()) {
        // A job that is held up by another's lock, or hangs, changes nothing.
      }
    } else if (own().length > 0) {
      timer = setTimeout(tick, (pace.seconds * 1000) / ticks).unref();
    }
  };

  return {
    step,
    wake,
    close() {
      clearTimeout(timer);
      open.delete(store.runner);
    },
  };
}

function stepAll(store: Store, runs: readonly Run[], at: Date): boolean {
  let hasChanged = false;
  for (const { id } of runs) {
    // An earlier step may have ended this one, or taken it away.
    const run = store.findRun(id);
    if (run?.state === "active" && stepperOf(run)(store, run, at)) hasChanged = true;
  }
  return hasChanged;
}

function stepperOf({ kind }: Run) {
  return kind === "stack_job" ? steppers.stack_job : steppers.infra_pipeline;
}

/** Fails what was going on in processes that are gone. What waits for somebody's word still does. */
export function failOrphans(store: Store, at: Date): void {
  const orphans = store.activeRuns().filter(({ runner }) => !isOpen(runner));
  if (orphans.length === 0) return;
  store.transaction(() => {
    for (const { id } of orphans) {
      const run = store.findRun(id);
      if (run?.state !== "active") continue;
      const breakOff = run.kind === "stack_job" ? breakers.stack_job : breakers.infra_pipeline;
      breakOff(
        store,
        run,
        at,
        "The sandbox was restarted in the middle of this. Nobody knows what it has done; run it again.",
      );
    }
  });
}

/** Whether an opening of a store still is. A process id may have been given to another process since; then it seems to be. */
function isOpen(runner: string): boolean {
  if (open.has(runner)) return true;
  const pid = Number(runner.split(":")[0]);
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
