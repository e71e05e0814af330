/** `kinds-probe.ts`: what the kinds cost a process that has just started. Prints it as JSON. */
import { fromJson, toJson } from "@bufbuild/protobuf";

export interface KindsCosts {
  readonly importMs: number;
  /** From having imported the package to the schema of a kind, and to the check of a manifest of the same kind. */
  readonly firstSchemaMs: number;
  readonly laterSchemaMs: number;
  readonly firstCheckMs: number;
  readonly laterCheckMs: number;
  /** Reading the same manifest with its type's descriptor, without names, rules or reports of our own. */
  readonly readMs: number;
  /** Loading every kind, and then the schema, the example and a check of each. */
  readonly loadAllMs: number;
  readonly useAllMs: number;
  readonly heapMegabytes: Readonly<Record<"imported" | "loaded" | "used", number>>;
}

const repeats = 1000;

async function timed<T>(work: () => T | Promise<T>): Promise<{ readonly ms: number; readonly result: T }> {
  const start = performance.now();
  const result = await work();
  return { ms: performance.now() - start, result };
}

/** Least of five rounds, per repetition. */
function eachOf(work: () => unknown): number {
  const rounds = Array.from({ length: 5 }, () => {
    const start = performance.now();
    for (let index = 0; index < repeats; index += 1) work();
    return performance.now() - start;
  });
  return Math.min(...rounds) / repeats;
}

function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1024 / 1024;
}

const manifest = {
  apiVersion: "aws.openmcf.org/v1",
  kind: "AwsVpc",
  metadata: { name: "main", org: "acme", env: "dev" },
  spec: { region: "us-east-1", vpcCidr: "10.0.0.0/16", subnetsPerAvailabilityZone: 2, subnetSize: 256 },
};

const { ms: importMs, result: entry } = await timed(() => import("@planton-mcp/kinds"));
const { kinds, loadKind } = entry;
const imported = heap();
const firstSchema = await timed(async () => (await loadKind("AwsVpc")).schema());
const vpc = await loadKind("AwsVpc");
const firstCheck = await timed(() => vpc.check(manifest));
const laterSchemaMs = eachOf(() => vpc.schema());
const laterCheckMs = eachOf(() => vpc.check(manifest));
const readMs = eachOf(() => toJson(vpc.desc, fromJson(vpc.desc, manifest), { useProtoFieldName: true }));
const all = await timed(() => Promise.all(kinds.map((kind) => loadKind(kind))));
const loaded = heap();
const used = await timed(() => {
  for (const kind of all.result) {
    kind.schema();
    kind.check(kind.example());
  }
});
const costs: KindsCosts = {
  importMs,
  firstSchemaMs: firstSchema.ms,
  laterSchemaMs,
  firstCheckMs: firstCheck.ms,
  laterCheckMs,
  readMs,
  loadAllMs: all.ms,
  useAllMs: used.ms,
  heapMegabytes: { imported, loaded, used: heap() },
};
console.log(JSON.stringify(costs));
