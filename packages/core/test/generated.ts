import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { DescField, DescFile, DescMessage, DescService } from "@bufbuild/protobuf";

const folder = join(dirname(fileURLToPath(import.meta.url)), "../../api/gen");

/** Every message and service of the API, from every generated module. */
export async function loadApi(): Promise<{ messages: readonly DescMessage[]; services: readonly DescService[] }> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith("_pb.js"));
  const modules = await Promise.all(
    // A module's exports are known by their kind alone.
    paths.map((path) => import(pathToFileURL(join(folder, path)).href) as Promise<Record<string, unknown>>),
  );
  const files = modules.flatMap((module) => Object.values(module)).filter(isFile);
  return {
    messages: files.flatMap((file) => file.messages.flatMap(withNested)),
    services: files.flatMap((file) => file.services),
  };
}

export function fieldName(field: DescField): string {
  return `${field.parent.typeName}.${field.name}`;
}

function isFile(value: unknown): value is DescFile {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "file";
}

function withNested(message: DescMessage): readonly DescMessage[] {
  return [message, ...message.nestedMessages.flatMap(withNested)];
}
