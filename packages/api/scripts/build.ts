/** Generates the JavaScript modules and their types from proto/ into gen/, from scratch. */
import { rmSync } from "node:fs";
import { generatedFolder, runBuf, writeValidateProto } from "./buf.ts";

rmSync(generatedFolder, { recursive: true, force: true });
writeValidateProto();
runBuf("generate");
