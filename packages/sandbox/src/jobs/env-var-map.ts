import type { JsonObject, JsonValue } from "@bufbuild/protobuf";
import { parse } from "yaml";
import { invalid } from "../failures.ts";
import type { Context } from "../handler.ts";
import { environmentId } from "../resources.ts";
import { isObject, referencesIn, valueFor } from "./references.ts";

/**
 * The environment variables of a manifest, with references followed. Asks for `get` on the environment that the manifest
 * names: the contract says nothing of it, and the values come from there.
 */
export function envVarMap({ store, access }: Context, { yamlContent }: { readonly yamlContent: string }) {
  const manifest = manifestIn(yamlContent);
  const metadata = isObject(manifest.metadata) ? manifest.metadata : {};
  const [org, env] = [textOf(metadata.org), textOf(metadata.env)];
  if (org === "" || env === "") throw invalid("The manifest's metadata names no org or no env, which references need.");
  const home = { org, env: environmentId(store, org, env) };
  access.require("get", "environment", home.env);
  const variables: Record<string, string> = {};
  const secrets: Record<string, string> = {};
  for (const found of environmentsIn(manifest.spec)) {
    for (const [given, into] of [[found.variables, variables] as const, [found.secrets, secrets] as const]) {
      if (!isObject(given)) continue;
      for (const [name, value] of Object.entries(given)) into[name] = textFor(store, home, name, value);
    }
  }
  return { variables, secrets };
}

function manifestIn(yaml: string): JsonObject {
  let manifest: JsonValue;
  try {
    manifest = parse(yaml) as JsonValue; // whatever YAML can say, JSON can, but for what is refused below
  } catch (error) {
    throw invalid(`yaml_content is not YAML: ${(error as Error).message.split("\n")[0]}`);
  }
  if (!isObject(manifest)) throw invalid("yaml_content is not a manifest.");
  return manifest;
}

/** Every `env` of a specification, wherever its kind puts it. */
function environmentsIn(value: JsonValue | undefined): readonly JsonObject[] {
  if (Array.isArray(value)) return value.flatMap(environmentsIn);
  if (!isObject(value)) return [];
  const own = isObject(value.env) && (value.env.variables ?? value.env.secrets) !== undefined ? [value.env] : [];
  return [...own, ...Object.values(value).flatMap(environmentsIn)];
}

function textFor(store: Context["store"], home: { org: string; env: string }, name: string, value: JsonValue): string {
  if (!isObject(value)) return String(value ?? "");
  const [reference] = referencesIn({ [name]: value });
  if (reference === undefined) return String(value.value ?? value.stringValue ?? value.string_value ?? "");
  const found = valueFor(store, home, reference);
  if ("error" in found) throw invalid(`${name}: ${found.error}.`);
  return String(found.value);
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}
