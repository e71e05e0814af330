/** What docs/design-decisions/0013-generic-credential-tools.md rests on, measured on both designs as real schemas. */
import type { JsonObject, JsonValue } from "@bufbuild/protobuf";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { expect, test } from "vitest";
import { type CredentialKind, credentialKinds, specField } from "../src/credential-kind.ts";
import { connectCredentials } from "../src/index.ts";
import { specSchema } from "../src/spec-schema.ts";

const generic = ["apply_credential", "get_credential", "delete_credential", "check_credential_slug_availability"];

const tokensOf = (tools: readonly object[]) =>
  tools.reduce((sum, tool) => sum + encode(JSON.stringify(tool)).length, 0);

/** What a model is shown of a tool. */
function shown(names: readonly string[]) {
  return connectCredentials.catalogue.tools
    .filter(({ name }) => names.includes(name))
    .map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
}

/** The same tools for one kind: without the argument `kind`, and with the kind's own spec. */
async function dedicated(kind: CredentialKind) {
  const { $defs, ...schema } = specSchema(specField((await kind.load()).apply.input).message);
  // A tool's schema may not refer to a part of itself: some hosts refuse that.
  const spec = inlined(schema, $defs as JsonObject);
  return shown(generic).map(({ name, description, inputSchema }) => {
    const { kind: _, ...properties } = inputSchema.properties as Record<string, JsonObject>;
    return {
      name: name.replace("credential", `${kind.word}_credential`),
      description: description.replace(
        "credential",
        `${kind.title.replace(/ (Provider )?Connection$/, "")} credential`,
      ),
      inputSchema: { ...inputSchema, properties: name === "apply_credential" ? { ...properties, spec } : properties },
    };
  });
}

function inlined(schema: JsonValue, defs: JsonObject): JsonValue {
  if (Array.isArray(schema)) return schema.map((part) => inlined(part, defs));
  if (typeof schema !== "object" || schema === null) return schema;
  if (typeof schema.$ref === "string") return defs[schema.$ref.replace("#/$defs/", "")] ?? {};
  return Object.fromEntries(Object.entries(schema).map(([key, part]) => [key, inlined(part, defs)]));
}

test("a family for all kinds costs a model a fraction of one for each", async () => {
  const family = shown(generic);
  const each = (await Promise.all(credentialKinds.map(dedicated))).flat();
  expect([family.length, each.length]).toEqual([4, 80]);
  const [one, all] = [tokensOf(family), tokensOf(each)];
  const named = shown(generic).map((tool) => ({
    ...tool,
    inputSchema: {
      ...tool.inputSchema,
      properties: {
        ...(tool.inputSchema.properties as JsonObject),
        kind: { type: "string", enum: credentialKinds.map(({ word }) => word) },
      },
    },
  }));
  expect(one).toBeLessThan(700);
  expect(all).toBeGreaterThan(30 * one);
  // Naming every kind in every tool would cost a quarter on top.
  expect(tokensOf(named)).toBeGreaterThan(1.2 * one);
});
