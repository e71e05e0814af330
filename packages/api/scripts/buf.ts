/** A package with proto files, and buf run on it with buf/validate/validate.proto on its path. */
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { indexOf, printFile } from "./proto-text.ts";
import { validateFacts } from "./validate-facts.ts";

export interface ProtoPackage {
  readonly folder: string;
  /** Where its proto files are, written by `facts-to-proto.ts`. */
  readonly protoFolder: string;
  /** Where its build writes what it makes of them, which is not committed. */
  readonly generatedFolder: string;
  /** Proto files that are not the package's own, next to what is generated. Its buf.yaml names it as a module. */
  readonly scratchFolder: string;
}

export function protoPackage(folder: string, generated: string): ProtoPackage {
  const generatedFolder = join(folder, generated);
  const scratchFolder = join(generatedFolder, ".proto");
  return { folder, protoFolder: join(folder, "proto"), generatedFolder, scratchFolder };
}

const apiFolder = fileURLToPath(new URL("..", import.meta.url));

export const api = protoPackage(apiFolder, "gen");

export function writeValidateProto({ scratchFolder }: ProtoPackage): void {
  const path = join(scratchFolder, validateFacts.file);
  rmSync(scratchFolder, { recursive: true, force: true });
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, printFile(validateFacts, indexOf([validateFacts]), "Generated from @bufbuild/protovalidate."));
}

export function runBuf({ folder }: ProtoPackage, ...parameters: string[]): void {
  const binaries = join(apiFolder, "node_modules", ".bin");
  const { status, error } = spawnSync(join(binaries, "buf"), parameters, {
    cwd: folder,
    stdio: "inherit",
    // buf looks for its plugin on the path, which has it only when a package manager started this script.
    env: { ...process.env, PATH: `${binaries}${delimiter}${process.env.PATH ?? ""}` },
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`buf ${parameters.join(" ")} failed.`);
}
