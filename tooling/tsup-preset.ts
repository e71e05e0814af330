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
  /** Packages that stay imports instead of being bundled. */
  readonly external?: readonly string[];
  readonly plugins?: NonNullable<Options["esbuildPlugins"]>;
}

/** A program that needs nothing beside itself: everything is bundled, and what is imported on use becomes a chunk. */
export function application(
  entries: Readonly<Record<string, string>>,
  { external = [], plugins = [] }: ApplicationOptions = {},
) {
  return defineConfig({
    ...base,
    entry: { ...entries },
    dts: false,
    // tsup would bundle what is external too, if this said "everything".
    noExternal: [new RegExp(`^(?!(?:${external.join("|").replaceAll(".", "\\.")})(?:/|$))`)],
    external: [...external],
    esbuildPlugins: [...plugins],
    // Less to read at start-up. Names stay, for the stacks in logs.
    esbuildOptions: (options) => Object.assign(options, { minifySyntax: true, minifyWhitespace: true }),
    // CommonJS dependencies load Node's own modules with require, which a module does not have.
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
  });
}
