/** Writes proto/ from a folder of contract facts: `facts-to-proto.ts FACTS_DIR`. */
import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { protoFolder, runBuf, writeValidateProto } from "./buf.ts";
import { closure, readFacts } from "./facts.ts";
import { indexOf, printFile } from "./proto-text.ts";
import { validateFacts } from "./validate-facts.ts";

const header = "Generated from the Planton API contract by scripts/facts-to-proto.ts. Do not edit.";

const roots = [
  "ai.planton.audit",
  "ai.planton.cloudops",
  "ai.planton.configmanager",
  "ai.planton.connect",
  "ai.planton.graph",
  "ai.planton.iam",
  "ai.planton.infrahub",
  "ai.planton.resourcemanager",
  "ai.planton.search",
  "ai.planton.servicehub",
];

function convert(folder: string): number {
  const files = closure(readFacts(folder), roots);
  const index = indexOf([...files, validateFacts]);
  // Every file is printed before the first is written, so that bad facts leave proto/ as it is.
  const sources = new Map(files.map((facts) => [facts.file, printFile(facts, index, header)]));
  rmSync(protoFolder, { recursive: true, force: true });
  for (const [file, source] of sources) {
    const path = join(protoFolder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, source);
  }
  writeValidateProto();
  runBuf("format", "proto", "--write");
  runBuf("build", "proto");
  return sources.size;
}

const [folder, ...others] = process.argv.slice(2);
if (folder === undefined || others.length > 0) {
  console.error("Usage: facts-to-proto.ts FACTS_DIR");
  process.exit(2);
}
if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
  console.error(`There is no folder ${folder}.`);
  process.exit(2);
}
try {
  console.log(`Wrote ${convert(folder)} proto files.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
