import { library } from "../../tooling/tsup-preset.ts";

export default library({
  index: "src/index.ts",
  backend: "src/backend/index.ts",
  catalogue: "src/catalogue/index.ts",
  endpoint: "src/backend/endpoint.ts",
  policy: "src/guard/index.ts",
  contract: "src/contract/index.ts",
  v1: "src/hosts/v1.ts",
  v2: "src/hosts/v2.ts",
});
