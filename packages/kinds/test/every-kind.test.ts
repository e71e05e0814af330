import type { JsonObject } from "@bufbuild/protobuf";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { type Kind, kinds, loadKind, type Problem } from "../src/index.ts";

// One for all: each compiles the schema of schemas first.
const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, code: { optimize: false } });
addFormats.default(ajv);
ajv.addKeyword("x-reference");

function problemsOf(kind: Kind, manifest: unknown): readonly Problem[] {
  const checked = kind.check(manifest);
  return checked.ok ? [] : checked.problems;
}

describe.each(kinds)("$kind", { timeout: 60_000 }, (facts) => {
  it("has an example that passes its check and its schema, and schemas that agree with the check", async () => {
    const kind = await loadKind(facts);
    const example = structuredClone(kind.example());
    expect(problemsOf(kind, example)).toEqual([]);
    const validate = ajv.compile(kind.schema());
    expect(validate(example), JSON.stringify(validate.errors)).toBe(true);
    expect(kind.schema()).toBe(kind.schema(""));
    const spec = example.spec as JsonObject;

    expect(problemsOf(kind, { ...example, spec: { ...spec, surely_unknown: 1 } })).toEqual([
      { path: "spec.surely_unknown", message: expect.stringMatching(/^There is no such field\./) },
    ]);
    expect(validate({ ...example, spec: { ...spec, surely_unknown: 1 } })).toBe(false);

    const [field] = kind.desc.fields.find(({ name }) => name === "spec")?.message?.fields ?? [];
    const wrong = { ...example, spec: { ...spec, [field?.name ?? ""]: field?.fieldKind === "list" ? 1 : [1] } };
    expect(problemsOf(kind, wrong).map(({ path }) => path)).toContain(`spec.${field?.name}`);
    expect(validate(wrong)).toBe(false);

    for (const name of ["api_version", "kind", "metadata", "spec"]) {
      const { [name]: _, ...rest } = example;
      expect(problemsOf(kind, rest)).toEqual([{ path: name, message: expect.stringMatching(/^It is missing\./) }]);
      expect(validate(rest)).toBe(false);
    }
    // What its schema says is required, its check misses; and the example holds no more than it must.
    const { required = [] } = kind.schema("spec") as { required?: readonly string[] };
    for (const name of required) {
      const { [name]: _, ...rest } = spec;
      expect(problemsOf(kind, { ...example, spec: rest }).map(({ path }) => path)).toContain(`spec.${name}`);
    }
  });
});
