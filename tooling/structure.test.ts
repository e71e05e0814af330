/** What makes the packages look and depend alike. What one file can do wrong, biome.json says. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly type?: string;
  readonly license?: string;
  readonly description?: string;
  readonly files?: readonly string[];
  readonly engines?: { readonly node?: string };
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly publishConfig?: { readonly access?: string; readonly exports?: Readonly<Record<string, unknown>> };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const scope = "@planton-mcp/";
const root = fileURLToPath(new URL("..", import.meta.url));
const packages = foldersWithManifest("packages");
const apps = foldersWithManifest("apps");

/** What each package may depend on. A domain is any package that is not named here. */
const layers: Readonly<Record<string, readonly string[]>> = {
  api: [],
  kinds: ["api"],
  core: ["api"],
  jobs: ["api", "core"],
  sandbox: ["api", "core", "kinds"],
  testkit: ["api", "core", "sandbox", "kinds"],
};
const domain = ["api", "core", "jobs", "kinds"];
const forTests = ["testkit", "sandbox"];

function foldersWithManifest(parent: string): readonly string[] {
  if (!existsSync(join(root, parent))) return [];
  return readdirSync(join(root, parent)).filter((name) => existsSync(join(root, parent, name, "package.json")));
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
}

const notOurs = new Set(["node_modules", "dist", "gen", ".git", ".turbo", "coverage"]);

/** All files below a folder that somebody of us wrote, with paths from the root. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (notOurs.has(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : [path];
  });
}

function ours(dependencies: Readonly<Record<string, string>> = {}): readonly string[] {
  return Object.keys(dependencies)
    .filter((name) => name.startsWith(scope))
    .map((name) => name.slice(scope.length));
}

describe.each([...packages.map((name) => `packages/${name}`), ...apps.map((name) => `apps/${name}`)])(
  "%s",
  (folder) => {
    const manifest = manifestOf(folder);
    const name = folder.slice(folder.indexOf("/") + 1);

    test("is named after its folder and can be published", () => {
      expect(manifest).toMatchObject({
        name: scope + name,
        type: "module",
        license: "Apache-2.0",
        engines: { node: ">=22.13" },
        publishConfig: { access: "public" },
        description: expect.stringMatching(/\w/),
      });
      expect(manifest.private).toBeUndefined();
      expect(manifest.files).toContain(name === "api" ? "gen/ai" : "dist");
      expect(readdirSync(join(root, folder))).toContain("README.md");
    });

    test("depends on lower layers only", () => {
      if (folder.startsWith("apps/")) return;
      const allowed = layers[name] ?? domain;
      const needed = [...ours(manifest.dependencies), ...ours(manifest.peerDependencies)];
      expect(needed.filter((other) => !allowed.includes(other))).toEqual([]);
      const neededByTests = ours(manifest.devDependencies);
      expect(neededByTests.filter((other) => ![...allowed, ...forTests].includes(other))).toEqual([]);
    });

    test("imports from other packages by their names", () => {
      const outside = filesIn(folder)
        .filter((path) => path.endsWith(".ts") && path.startsWith(join(folder, "src") + sep))
        .flatMap((path) =>
          Array.from(readFileSync(join(root, path), "utf8").matchAll(/(?:from|import\()\s*"(\.[^"]*)"/g))
            .map(([, target = ""]) => resolve(root, dirname(path), target))
            .filter((target) => !target.startsWith(join(root, folder, "src") + sep))
            .filter((target) => target !== join(root, folder, "package.json"))
            .map((target) => `${path} imports ${relative(root, target)}`),
        );
      expect(outside).toEqual([]);
    });

    // The API's modules are generated, and are the same ones in the workspace and when published.
    test.skipIf(name === "api" || manifest.exports === undefined)("publishes what it exports", () => {
      const { exports = {}, publishConfig } = manifest;
      for (const source of Object.values(exports)) expect(source).toMatch(/^\.\/src\/.*\.ts$/);
      const published = Object.keys(exports).map((key) => {
        const entry = key === "." ? "index" : key.slice("./".length);
        return [key, { types: `./dist/${entry}.d.ts`, default: `./dist/${entry}.js` }];
      });
      expect(publishConfig?.exports).toEqual(Object.fromEntries(published));
    });
  },
);

describe("the repository", () => {
  const files = filesIn(".").filter((path) => path !== join("tooling", "structure.test.ts"));

  test("has no file named after nothing", () => {
    const vague = /(?:^|[\\/])(?:utils?|common|helpers?|shared|types|misc)\.[cm]?[jt]s$/;
    expect(files.filter((path) => vague.test(path))).toEqual([]);
  });

  test("has changesets that can be read", () => {
    const notes = files.filter((path) => path.startsWith(`.changeset${sep}`) && path.endsWith(".md"));
    const names = [...packages, ...apps].map((name) => `${scope}${name}`);
    for (const path of notes) {
      const [, head = ""] =
        /^---\n((?:"[^"]+": (?:major|minor|patch)\n)+)---\n\n\S/.exec(readFileSync(join(root, path), "utf8")) ?? [];
      const named = Array.from(head.matchAll(/"([^"]+)"/g), ([, name = ""]) => name);
      expect(named, path).not.toEqual([]);
      expect(
        named.filter((name) => name !== `${scope}server` && !names.includes(name)),
        path,
      ).toEqual([]);
    }
  });

  test("names no path of a machine", () => {
    const ofMachine = /(?<![\w.$])(?:\/(?:home|Users|root|work)\/\w|[A-Z]:\\Users)/;
    expect(files.filter((path) => ofMachine.test(readFileSync(join(root, path), "utf8")))).toEqual([]);
  });

  test("installs from whatever registry is configured", () => {
    expect(readFileSync(join(root, "pnpm-lock.yaml"), "utf8")).not.toMatch(/resolution: .*(?:tarball:|:\/\/)/);
    expect(files.filter((path) => path.endsWith(".npmrc"))).toEqual([]);
  });
});
