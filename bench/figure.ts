/** What is compared with a limit: the figure itself, or what it makes of its floor. */
export interface Target {
  readonly of: "value" | "times floor" | "share of floor" | "above floor";
  readonly is: "≤" | "≥" | "=";
  readonly limit: number;
}

/** One line of the report. A figure without a target is there to be seen. */
export interface Figure {
  readonly name: string;
  readonly unit: "ms" | "MB" | "B" | "/s" | "";
  readonly value: number;
  /** The same, done by as little as can do it, in the same run. */
  readonly floor?: number;
  readonly target?: Target;
}

export const atMost = (limit: number): Target => ({ of: "value", is: "≤", limit });
export const exactly = (limit: number): Target => ({ of: "value", is: "=", limit });
export const timesFloor = (limit: number): Target => ({ of: "times floor", is: "≤", limit });
export const shareOfFloor = (limit: number): Target => ({ of: "share of floor", is: "≥", limit });
export const aboveFloor = (limit: number): Target => ({ of: "above floor", is: "≤", limit });

/** Whether a figure holds its target; with slack 2 a limit is twice as far away. What is counted is held exactly. */
export function holds({ value, floor = Number.NaN, target }: Figure, slack = 1): boolean {
  if (target === undefined) return true;
  const compared = {
    value,
    "times floor": value / floor,
    "share of floor": value / floor,
    "above floor": value - floor,
  };
  const figure = compared[target.of];
  if (target.is === "=") return figure === target.limit;
  return target.is === "≤" ? figure <= target.limit * slack : figure >= target.limit / slack;
}
