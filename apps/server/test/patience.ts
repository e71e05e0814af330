/** Tests start processes, which takes its time on a machine that is busy. */
export const patience = { timeout: 30_000 } as const;
