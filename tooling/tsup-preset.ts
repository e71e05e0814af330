import { isBuiltin } from "node:module";
import { fileURLToPath } from "node:url";
import { defineConfig, type Options } from "tsup";

/** What every build shares. This file is the only one that knows the bundler. */
const base = {
  format: "esm",
  target: "node22",
  platform: "node",
  tsconfig: fileURLToPath(new URL("../tsconfig.base.json", import.meta.url)),
  splitting: true,
  sourcemap: false,
  clean: true,
  silent: true,
  // node:sqlite has no other name.
  removeNodeProtocol: false,
} as const satisfies Options;

/** A package that is published: its own code with types, by name of the entry; dependencies stay outside. */
export function library(entries: Readonly<Record<string, string>>) {
  return defineConfig({ ...base, entry: { ...entries }, dts: true });
}

export interface ApplicationOptions {
  readonly plugins?: readonly Plugin[];
  /** The source files that must run on an older Node.js. */
  readonly onOldNode?: RegExp;
}

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];

/**
 * Takes Node's own modules by `process.getBuiltinModule`. An `import` of one makes a facade that reads every export,
 * which for `node:fs` alone loads all of its streams; and what is CommonJS in a bundle has no `require`. The files that
 * `except` matches run on a Node.js that may be too old for that.
 */
function builtins(except: RegExp): Plugin {
  return {
    name: "builtins",
    setup(build) {
      build.onResolve({ filter: /./ }, ({ path, importer }) =>
        isBuiltin(path) && !except.test(importer)
          ? { path: path.replace(/^node:/, ""), namespace: "builtin" }
          : undefined,
      );
      build.onLoad({ filter: /./, namespace: "builtin" }, ({ path }) => ({
        contents: `module.exports = process.getBuiltinModule(${JSON.stringify(`node:${path}`)});`,
      }));
    },
  };
}

/** A program that needs nothing beside itself: everything is bundled, and what is imported on use becomes a chunk. */
export function application(
  entries: Readonly<Record<string, string>>,
  { plugins = [], onOldNode = /^$/ }: ApplicationOptions = {},
) {
  return defineConfig({
    ...base,
    entry: { ...entries },
    dts: false,
    noExternal: [/./],
    esbuildPlugins: [builtins(onOldNode), ...plugins],
    // Less to read at start-up.
    minify: true,
  });
}
