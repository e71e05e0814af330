import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { build, type Options } from "tsup";
import config from "../apps/server/tsup.config.ts";
import { manyPluginsModule } from "./many-plugins.ts";

const serverFolder = fileURLToPath(new URL("../apps/server/", import.meta.url));
const buildFolder = fileURLToPath(new URL(".build/", import.meta.url));

type BundlerPlugin = NonNullable<Options["esbuildPlugins"]>[number];

/** The server as it ships, and the same code with a catalogue of the size that it will have. */
export type Bundle = "present" | "many";

/**
 * Bundles the server from its sources as its own build does, and returns the program's path. For `many`, the one module
 * that lists the plugins is replaced; everything else is the same code.
 */
export async function buildServer(bundle: Bundle): Promise<string> {
  const outDir = `${buildFolder}${bundle}`;
  const own = config as Options;
  const plugins = [...(own.esbuildPlugins ?? []), ...(bundle === "many" ? [withManyPlugins()] : [])];
  await build({
    ...own,
    config: false,
    entry: { main: `${serverFolder}src/main.ts` },
    outDir,
    esbuildPlugins: plugins,
  });
  const { status } = spawnSync(process.execPath, [`${serverFolder}scripts/record-answers.ts`, outDir], {
    stdio: "inherit",
  });
  if (status !== 0) throw new Error("Recording the answers of the built server failed.");
  return `${outDir}/main.js`;
}

function withManyPlugins(): BundlerPlugin {
  return {
    name: "many-plugins",
    setup(build) {
      build.onLoad({ filter: /[\\/]apps[\\/]server[\\/]src[\\/]plugins\.ts$/ }, () => ({
        contents: manyPluginsModule(),
        loader: "ts",
        resolveDir: `${serverFolder}src`,
      }));
    },
  };
}

/** Where the bench keeps what it generates. */
export function buildPath(name: string): string {
  return `${buildFolder}${name}`;
}
