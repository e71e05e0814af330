import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{packages,apps,examples}/*/**/*.test.ts", "{bench,scripts,tooling}/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**", "**/gen/**"],
    // A test that needs another one to run first fails sooner or later.
    sequence: { shuffle: { files: true, tests: true } },
    pool: "threads",
    maxWorkers: "100%",
    // Nothing mocks a module, so files can share what they import.
    isolate: false,
    // node:sqlite says of itself that it is experimental.
    execArgv: ["--disable-warning=ExperimentalWarning"],
  },
});
