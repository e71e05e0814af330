import type { JsonObject, JsonValue } from "@bufbuild/protobuf";
import { hidden, type Problem } from "@planton-mcp/core";

/**
 * A manifest in which the secrets that answers hide are again what they are: who changes a manifest that was read gives
 * them back as `[hidden]`. Tells of those that can't be known.
 */
export function withKeptSecrets(
  manifest: JsonObject,
  before: JsonObject | undefined,
  argument: string,
): { readonly manifest: JsonObject; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const keep = (value: JsonValue, was: JsonValue | undefined, path: string): JsonValue => {
    if (value === hidden) {
      if (typeof was === "string") return was;
      const message = `${hidden} stands for a secret that was not shown, and none is known here. Give the secret, or a reference to it.`;
      problems.push({ argument: path, message });
      return value;
    }
    // Which item of a list was which before, nobody knows.
    if (Array.isArray(value)) return value.map((item, index) => keep(item, undefined, `${path}[${index}]`));
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        keep(item, isObject(was) ? was[key] : undefined, `${path}.${key}`),
      ]),
    );
  };
  // The status is the platform's. One that was read and is given back would say that its secrets are `[hidden]`.
  const { status, ...rest } = manifest;
  const isShown = status !== undefined && JSON.stringify(status).includes(hidden);
  // An object stays one.
  const kept = keep(isShown ? rest : manifest, before, argument) as JsonObject;
  return { manifest: kept, problems };
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
