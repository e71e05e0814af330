/**
 * `main.ts [--short] [--json] [--record]`: measures the server beside its floors. README.md says what each figure means.
 * Exit code 1 where a target does not hold; with --short the targets of everything timed are three times as far away.
 */
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { buildServer } from "./build-server.ts";
import { callFigures } from "./call-figures.ts";
import { coldStartSuite, sandboxPrograms } from "./cold-start-suite.ts";
import { deterministicFigures } from "./deterministic.ts";
import { deterministicLines, recordCounts } from "./expected.ts";
import { aboveFloor, type Figure, holds, timesFloor } from "./figure.ts";
import { firstCallFigures } from "./first-call.ts";
import { stdioFloor } from "./floor.ts";
import { httpFigures } from "./http-figures.ts";
import { httpMemoryFigures } from "./http-memory.ts";
import { kindsFigures } from "./kinds-figures.ts";
import { startPlantonApi } from "./planton-api.ts";
import { tableOf } from "./report.ts";
import { warmListFigure } from "./warm-list.ts";

const { values: options } = parseArgs({
  options: { short: { type: "boolean" }, json: { type: "boolean" }, record: { type: "boolean" } },
});
const isShort = options.short === true;
const slack = isShort ? 3 : 1;

const full = {
  starts: { warmUps: 3, measured: 15 },
  blocks: { warmUps: 3, measured: 15 },
  block: 50,
  firstCalls: { warmUps: 3, measured: 15 },
  loads: { warmUps: 1, measured: 5 },
  loadMs: 1000,
};
const short = {
  starts: { warmUps: 1, measured: 5 },
  blocks: { warmUps: 1, measured: 5 },
  block: 30,
  firstCalls: { warmUps: 0, measured: 3 },
  loads: { warmUps: 1, measured: 3 },
  loadMs: 200,
};
const plan = isShort ? short : full;

const paths = { present: await buildServer("present"), many: await buildServer("many") };
const deterministic = {
  present: await deterministicFigures(paths.present),
  many: await deterministicFigures(paths.many),
};
if (options.record === true) recordCounts(deterministic);
const tools = { present: deterministic.present.tools, many: deterministic.many.tools };
const programs = sandboxPrograms(paths);
const floors = {
  present: await stdioFloor("present", programs.present),
  many: await stdioFloor("many", programs.many),
};
const api = await startPlantonApi();
const http = { rounds: plan.loads, roundMs: plan.loadMs };

const parts: Readonly<Record<string, readonly Figure[]>> = {
  "The list": [
    ...deterministicLines("present", deterministic.present),
    ...deterministicLines("many", deterministic.many),
  ],
  "Start to complete list": await coldStartSuite(paths, floors, tools, plan.starts),
  "Once it runs, over stdio": [
    await warmListFigure("present", programs.present, floors.present, plan.blocks, plan.block),
    await warmListFigure("many", programs.many, floors.many, plan.blocks, plan.block),
    ...(await firstCallFigures(paths.present, api, floors.present, plan.firstCalls)),
  ],
  "A call, beside the same RPC from a bare client": await callFigures(paths.present, api, {
    rounds: plan.blocks,
    block: plan.block,
    loadRounds: plan.loads,
    loadMs: plan.loadMs,
    target: isShort ? timesFloor(1.3) : aboveFloor(0.4),
  }),
  "The kinds of cloud resources": kindsFigures(isShort ? 1 : 5),
  "HTTP, 16 in flight, beside bare node:http": [
    ...(await httpFigures({ name: "present", program: paths.present, key: api.key }, http)),
    ...(isShort ? [] : await httpFigures({ name: "many", program: paths.many, key: api.key }, http)),
  ],
  ...(isShort ? {} : { "HTTP, memory": await httpMemoryFigures(paths.present, api.key, 10_000) }),
};
api.close();

const isHeld = Object.values(parts).every((figures) => figures.every((figure) => holds(figure, slack)));
if (!isHeld) process.exitCode = 1;
if (options.json === true) {
  console.log(
    JSON.stringify({ node: process.version, cores: availableParallelism(), slack, isHeld, parts }, undefined, 2),
  );
} else {
  console.log(`Node ${process.version}, ${availableParallelism()} cores${isShort ? ", short form" : ""}`);
  console.log(tableOf(parts, slack));
}
