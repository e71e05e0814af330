/** Runs buf on this package, with buf/validate/validate.proto on its path. */
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { indexOf, printFile } from "./proto-text.ts";
import { validateFacts } from "./validate-facts.ts";

const packageFolder = fileURLToPath(new URL("..", import.meta.url));
export const protoFolder = join(packageFolder, "proto");
export const generatedFolder = join(packageFolder, "gen");

/** Scratch, next to the generated code because it is not committed either. buf.yaml names it as a module. */
const scratchFolder = join(generatedFolder, ".proto");

export function writeValidateProto(): void {
  const path = join(scratchFolder, validateFacts.file);
  rmSync(scratchFolder, { recursive: true, force: true });
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, printFile(validateFacts, indexOf([validateFacts]), "Generated from @bufbuild/protovalidate."));
}

export function runBuf(...parameters: string[]): void {
  const binaries = join(packageFolder, "node_modules", ".bin");
  const { status, error } = spawnSync(join(binaries, "buf"), parameters, {
    cwd: packageFolder,
    stdio: "inherit",
    // buf looks for its plugin on the path, which has it only when a package manager started this script.
    env: { ...process.env, PATH: `${binaries}${delimiter}${process.env.PATH ?? ""}` },
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`buf ${parameters.join(" ")} failed.`);
}
