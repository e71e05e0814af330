import { cpSync, existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { api, protoPackage, writeValidateProto } from "../../api/scripts/buf.ts";

/** The kinds' proto files. Types that the API has too (kinds, providers, references, …) are taken from there. */
export const kinds = protoPackage(fileURLToPath(new URL("..", import.meta.url)), join("src", "gen"));

export function isOwn(file: string): boolean {
  return !existsSync(join(api.protoFolder, file));
}

export function writeOthers(): void {
  writeValidateProto(kinds);
  cpSync(join(api.protoFolder, "org"), join(kinds.scratchFolder, "org"), { recursive: true });
}
