import type { DescMessage, JsonObject } from "@bufbuild/protobuf";
export function secretPathsOf(_desc: DescMessage): readonly string[] {
  return [];
}
export function hideSecrets(_desc: DescMessage, m: JsonObject, _h: (value: string) => string): JsonObject {
  return m;
}
