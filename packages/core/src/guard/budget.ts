import { RateLimiterMemory, type RateLimiterRes } from "rate-limiter-flexible";
import { Failure } from "../call/failure.ts";
import type { Effect } from "../tool/effect.ts";

/** How much one API key may change through one process, against agents that run away. 0 is no limit. */
export interface Budgets {
  /** Changes of any kind. Default: 60. */
  readonly changesPerMinute?: number;
  /** Calls of effect `destroy`. Default: 20. */
  readonly destroysPerHour?: number;
}

/** Takes a change off its budgets, or throws a failure that says when there is room again. */
export type Spend = (key: string, effect: Effect) => Promise<void>;

export function createBudgets({ changesPerMinute = 60, destroysPerHour = 20 }: Budgets): Spend {
  const changes = limiterOf(changesPerMinute, 60);
  const destroys = limiterOf(destroysPerHour, 60 * 60);
  return async (key, effect) => {
    if (effect === "destroy") await consume(destroys, key, `${destroysPerHour} removals an hour`);
    await consume(changes, key, `${changesPerMinute} changes a minute`);
  };
}

function limiterOf(points: number, duration: number): RateLimiterMemory | undefined {
  return points === 0 ? undefined : new RateLimiterMemory({ points, duration });
}

async function consume(limiter: RateLimiterMemory | undefined, key: string, allowed: string): Promise<void> {
  try {
    await limiter?.consume(key);
  } catch (reason) {
    if (reason instanceof Error) throw reason;
    const { msBeforeNext } = reason as RateLimiterRes; // what the limiter rejects with where there is no room
    const seconds = Math.ceil(msBeforeNext / 1_000);
    throw new Failure({
      code: "budget_exhausted",
      message: `This server lets one API key make ${allowed}, and they are spent.`,
      next: `Nothing was done. There is room again in ${seconds} s, at ${new Date(Date.now() + msBeforeNext).toISOString()}. Tell the person before going on.`,
    });
  }
}
