/** Packs every package that is published, and checks what a user would get: publint and are-the-types-wrong. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";

const root = fileURLToPath(new URL("..", import.meta.url));

function pack(folder: string): readonly string[] {
  const filters = ["--filter=./packages/*", "--filter=./apps/*"];
  const { status, stdout, stderr } = spawnSync("pnpm", [...filters, "pack", "--pack-destination", folder], {
    cwd: root,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  if (status !== 0) throw new Error(`pnpm pack failed.\n${stdout}${stderr}`);
  return readdirSync(folder).map((name) => join(folder, name));
}

async function publintProblems(tarball: Uint8Array<ArrayBuffer>): Promise<readonly string[]> {
  const { messages, pkg } = await publint({ pack: { tarball: tarball.buffer }, strict: true });
  return messages.map((message) => formatMessage(message, pkg, { color: false }) ?? message.code);
}

/** How the packages cannot be resolved on purpose: they are modules, for Node.js and bundlers that read "exports". */
const unsupported = ["node10", "node16-cjs"];

async function typeProblems(tarball: Uint8Array): Promise<readonly string[]> {
  const result = await checkPackage(createPackageFromTarballData(tarball));
  if (!result.types) return [];
  return result.problems
    .filter((problem) => !("resolutionKind" in problem && unsupported.includes(problem.resolutionKind)))
    .map((problem) => `${problem.kind} ${JSON.stringify(problem)}`);
}

/** The license travels with the code, and no version that only this workspace can resolve does. */
function contentProblems(tarball: Uint8Array): readonly string[] {
  const contents = createPackageFromTarballData(tarball);
  const folder = `/node_modules/${contents.packageName}`;
  const missing = ["LICENSE", "README.md"].filter((file) => !contents.fileExists(`${folder}/${file}`));
  const local = /"(?:workspace|catalog):[^"]*"/.exec(contents.readFile(`${folder}/package.json`));
  return [...missing.map((file) => `${file} is missing.`), ...(local ? [`package.json holds ${local[0]}.`] : [])];
}

const folder = mkdtempSync(join(tmpdir(), "packages-"));
try {
  const tarballs = pack(folder);
  if (tarballs.length === 0) throw new Error("No package is published.");
  for (const path of tarballs) {
    const tarball = new Uint8Array(readFileSync(path));
    const problems = [await publintProblems(tarball), await typeProblems(tarball), contentProblems(tarball)].flat();
    for (const problem of problems) {
      console.error(`${basename(path, ".tgz")}: ${problem}`);
      process.exitCode = 1;
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
