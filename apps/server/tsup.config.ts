import { fileURLToPath } from "node:url";
import { application } from "../../tooling/tsup-preset.ts";

/** The SDK's default JSON Schema validator is 150 kB that this server has no use for: it answers forms field by field. */
const withoutValidator = {
  name: "without-validator",
  setup(build: { onResolve: (filter: { filter: RegExp }, resolve: () => { path: string }) => void }) {
    const path = fileURLToPath(new URL("src/sdk-shims.ts", import.meta.url));
    build.onResolve({ filter: /^@modelcontextprotocol\/server\/_shims$/ }, () => ({ path }));
  },
};

export default application(
  { main: "src/main.ts" },
  { plugins: [withoutValidator], onOldNode: /(?:main|hand-over)\.ts$/ },
);
