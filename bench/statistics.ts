export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** The least of what was measured: noise only ever adds. */
export function least(values: readonly number[]): number {
  return Math.min(...values);
}

export function most(values: readonly number[]): number {
  return Math.max(...values);
}
