import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type ProtoPackage, runBuf } from "./buf.ts";
import { closure, type FileFacts, readFacts } from "./facts.ts";
import { indexOf, printFile } from "./proto-text.ts";
import { validateFacts } from "./validate-facts.ts";

const header = "Generated from the Planton API contract by scripts/facts-to-proto.ts. Do not edit.";

export interface Source {
  /** The packages whose files are written, with all that they need. */
  readonly roots: readonly string[];
  /** Whether a file is the package's own; all are unless told otherwise. */
  readonly isOwn?: (file: string) => boolean;
  /** Puts the proto files that are not the package's own where buf finds them. */
  readonly prepare: () => void;
}

/** Writes a package's proto/ from a folder of contract facts. Returns how many files it has. */
function convert(target: ProtoPackage, { roots, isOwn = () => true, prepare }: Source, folder: string): number {
  const files = closure(readFacts(folder), roots);
  const index = indexOf([...files, validateFacts]);
  const own = files.filter(({ file }) => isOwn(file));
  // Every file is printed before the first is written, so that bad facts leave proto/ as it is.
  const sources = new Map(own.map((facts: FileFacts) => [facts.file, printFile(facts, index, header)]));
  rmSync(target.protoFolder, { recursive: true, force: true });
  for (const [file, source] of sources) {
    const path = join(target.protoFolder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, source);
  }
  prepare();
  runBuf(target, "format", "proto", "--write");
  runBuf(target, "build", "proto");
  return sources.size;
}

/** The program `facts-to-proto.ts FACTS_DIR` of a package. */
export function factsToProto(target: ProtoPackage, source: Source): void {
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
    console.log(`Wrote ${convert(target, source, folder)} proto files.`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
