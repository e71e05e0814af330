/** Writes what the images of src/gen/ hold, and so what is shipped, into one descriptor image: `image.ts OUT.binpb`. */
import { readdirSync, writeFileSync } from "node:fs";
import { create, type DescFile, toBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { loadFile } from "../src/files.ts";
import { kinds } from "./proto-package.ts";

const [target, ...others] = process.argv.slice(2);
if (target === undefined || !target.endsWith(".binpb") || others.length > 0) {
  console.error("Usage: image.ts OUT.binpb");
  process.exit(2);
}

const reached = new Set<DescFile>();
/** A file stands after those that it imports. */
function visit(file: DescFile): void {
  for (const imported of file.dependencies) if (!reached.has(imported)) visit(imported);
  reached.add(file);
}
for (const path of readdirSync(kinds.protoFolder, { recursive: true, encoding: "utf8" }).sort()) {
  if (path.endsWith(".proto")) visit(await loadFile(path.replaceAll("\\", "/")));
}
const set = create(FileDescriptorSetSchema, { file: [...reached].map(({ proto }) => proto) });
writeFileSync(target, toBinary(FileDescriptorSetSchema, set));
