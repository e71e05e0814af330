/** Compiles proto/ into one descriptor image, imports included: `image.ts OUT.binpb`. */
import { resolve } from "node:path";
import { api, runBuf, writeValidateProto } from "./buf.ts";

const [target, ...others] = process.argv.slice(2);
if (target === undefined || !target.endsWith(".binpb") || others.length > 0) {
  console.error("Usage: image.ts OUT.binpb");
  process.exit(2);
}
writeValidateProto(api);
runBuf(api, "build", "proto", "--output", resolve(target));
