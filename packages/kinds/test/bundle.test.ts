import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "tsup";
import { afterAll, beforeAll, expect, it } from "vitest";
import { application } from "../../../tooling/tsup-preset.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kinds-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

it("works where an application has bundled it, away from this package", async () => {
  const entry = join(folder, "main.ts");
  const index = JSON.stringify(fileURLToPath(new URL("../src/index.ts", import.meta.url)));
  writeFileSync(
    entry,
    `import { checkManifestText, loadKind } from ${index};
     const vpc = await loadKind("aws_vpc");
     const checked = await checkManifestText(JSON.stringify(vpc.example()));
     console.log(checked.ok, vpc.schema("spec.region").minLength);`,
  );
  const outDir = join(folder, "dist");
  // The preset is one configuration, neither a list nor a function of the options.
  const preset = application({ main: entry }) as Parameters<typeof build>[0];
  await build({ ...preset, outDir, config: false });
  expect(execFileSync(process.execPath, [join(outDir, "main.js")], { cwd: folder, encoding: "utf8" })).toBe("true 1\n");
}, 60_000);
