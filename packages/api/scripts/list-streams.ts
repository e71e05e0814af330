/**
 * Lists what the API streams, from the descriptors of its stubs: each RPC with what it takes and what it tells, and
 * whether a unary RPC of its service answers with the same. For docs/design-decisions/0014-logs-without-streaming.md.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { DescFile, DescMethod } from "@bufbuild/protobuf";

const root = fileURLToPath(new URL("../gen/ai", import.meta.url));
const modules = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith("_pb.js"));
const files: DescFile[] = await Promise.all(
  modules.map(async (path) => {
    const module: Record<string, DescFile> = await import(pathToFileURL(join(root, path)).href);
    const file = Object.values(module).find(({ kind }) => kind === "file");
    if (file === undefined) throw new TypeError(`${path} describes no file.`);
    return file;
  }),
);
const methods = files.flatMap(({ services }) => services.flatMap((service) => service.methods));
const streams = methods.filter(({ methodKind }) => methodKind !== "unary");

function row({ parent, name, methodKind, input, output }: DescMethod): string {
  const same = parent.methods.filter(
    (other) => other.methodKind === "unary" && (other.output === output || holds(other, output)),
  );
  const unary = same.map((other) => other.name).join(", ") || "none";
  return `| ${parent.name}.${name} | ${methodKind} | ${input.name} | ${output.name} | ${unary} |`;
}

/** Whether a method's answer has a field of this type. */
function holds(method: DescMethod, type: DescMethod["output"]): boolean {
  return method.output.fields.some(({ message }) => message === type);
}

console.log(`${methods.length} methods, ${streams.length} of them streaming.\n`);
console.log("| RPC | kind | takes | tells | unary twin |\n| --- | --- | --- | --- | --- |");
for (const stream of streams) console.log(row(stream));
