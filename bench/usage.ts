import { existsSync, readdirSync, readFileSync } from "node:fs";

/** What a running process has used so far. Nothing where the operating system does not tell. */
export interface Usage {
  readonly peakMegabytes: number;
  readonly residentMegabytes: number;
  readonly cpuMilliseconds: number;
}

/** Reads from Linux's process files, without asking the process itself. */
export function usageOf(pid: number): Usage | undefined {
  if (!existsSync(`/proc/${pid}/status`)) return undefined;
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return {
    peakMegabytes: kilobytes(status, "VmHWM") / 1024,
    residentMegabytes: kilobytes(status, "VmRSS") / 1024,
    cpuMilliseconds: cpuMilliseconds(pid),
  };
}

function kilobytes(status: string, field: string): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(status)?.[1]);
}

/** Nanoseconds of each thread, since a process's own clock ticks only every 10 ms. Threads that have ended are missed. */
function cpuMilliseconds(pid: number): number {
  const nanoseconds = readdirSync(`/proc/${pid}/task`).map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ")[0]),
  );
  return nanoseconds.reduce((sum, one) => sum + one, 0) / 1e6;
}
