import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type Figure, timesFloor } from "./figure.ts";
import type { KindsCosts } from "./kinds-probe.ts";

/** What the kinds of cloud resources cost: least of some processes that have just started. */
export function kindsFigures(processes: number): readonly Figure[] {
  const probe = fileURLToPath(new URL("kinds-probe.ts", import.meta.url));
  const runs = Array.from({ length: processes }, (): KindsCosts => {
    const output = execFileSync(process.execPath, ["--expose-gc", probe], { encoding: "utf8" });
    return JSON.parse(output);
  });
  const least = (of: (costs: KindsCosts) => number) => Math.min(...runs.map(of));
  const ms = (name: string, value: number): Figure => ({ name, unit: "ms", value });
  const heap = (name: string, of: keyof KindsCosts["heapMegabytes"], limit: number): Figure => ({
    name,
    unit: "MB",
    value: least(({ heapMegabytes }) => heapMegabytes[of]),
    floor: least(({ heapMegabytes }) => heapMegabytes.imported),
    target: timesFloor(limit),
  });
  return [
    ms(
      "import of the package",
      least(({ importMs }) => importMs),
    ),
    // Loading everything is what a kind would cost if kinds were not loaded one by one.
    {
      ...ms(
        "first schema, floor: loading all kinds",
        least(({ firstSchemaMs }) => firstSchemaMs),
      ),
      floor: least(({ loadAllMs }) => loadAllMs),
      target: timesFloor(1),
    },
    ms(
      "later schema",
      least(({ laterSchemaMs }) => laterSchemaMs),
    ),
    ms(
      "first check of a manifest",
      least(({ firstCheckMs }) => firstCheckMs),
    ),
    {
      ...ms(
        "later check, floor: reading it without",
        least(({ laterCheckMs }) => laterCheckMs),
      ),
      floor: least(({ readMs }) => readMs),
      target: timesFloor(20),
    },
    ms(
      "schema, example and check of all kinds",
      least(({ useAllMs }) => useAllMs),
    ),
    heap("heap, all kinds loaded, floor: none", "loaded", 5),
    heap("heap, all kinds used, floor: none", "used", 9),
  ];
}
