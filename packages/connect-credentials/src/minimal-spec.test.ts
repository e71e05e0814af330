import { reflect } from "@bufbuild/protobuf/reflect";
import { createValidator } from "@bufbuild/protovalidate";
import { describe, expect, test } from "vitest";
import { credentialKinds, specField } from "./credential-kind.ts";
import { minimalSpec } from "./minimal-spec.ts";
import { writeSpec } from "./write-spec.ts";

const validator = createValidator();

describe.each(credentialKinds)("$word", ({ load }) => {
  test("needs no more than its minimal spec, and not less", async () => {
    const desc = specField((await load()).apply.input).message;
    const violations = (spec: unknown) => {
      const message = reflect(desc);
      const { problems } = writeSpec(message, spec, { slugFor: () => "slug", hide: () => {} });
      return [...problems, ...(validator.validate(desc, message.message).violations ?? [])];
    };
    const minimal = minimalSpec(desc);
    expect(violations(minimal)).toEqual([]);
    for (const [name, value] of Object.entries(minimal)) {
      // Choices are shown although the contract may do without, and so is what they are named after.
      if (typeof value === "string" && Object.keys(minimal).includes(value)) continue;
      const field = desc.fields.find((candidate) => candidate.name === name);
      if (field?.enum !== undefined || Object.values(minimal).includes(name)) continue;
      const { [name]: _, ...less } = minimal;
      expect(violations(less), `without ${name}`).not.toEqual([]);
    }
  });
});

test("shows what goes with a choice", async () => {
  const kind = credentialKinds.find(({ word }) => word === "container_registry");
  const desc = specField((await (kind ?? expect.unreachable()).load()).apply.input).message;
  expect(minimalSpec(desc)).toMatchObject({ provider: "gcp_artifact_registry", gcp_artifact_registry: {} });
});
