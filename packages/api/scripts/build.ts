/** Generates the JavaScript modules and their types from proto/ into gen/, from scratch. */
import { rmSync } from "node:fs";
import { api, runBuf, writeValidateProto } from "./buf.ts";

rmSync(api.generatedFolder, { recursive: true, force: true });
writeValidateProto(api);
runBuf(api, "generate");
