import { type DescField, type DescMessage, type JsonObject, type JsonValue, ScalarType } from "@bufbuild/protobuf";
import { reflect } from "@bufbuild/protobuf/reflect";
import { createValidator } from "@bufbuild/protovalidate";
import { isPart, isSecretField, isTextField } from "./spec-field.ts";
import { writeSpec } from "./write-spec.ts";

const validator = createValidator();

/**
 * The smallest spec that the contract's rules let through, made by leaving out of a full one whatever they can do
 * without. What a choice is named after stays: `gcp_gke` beside `provider: "gcp_gke"`.
 */
export function minimalSpec(desc: DescMessage): JsonObject {
  const violations = (spec: JsonObject): number => {
    const message = reflect(desc);
    writeSpec(message, spec, { slugFor: () => "", hide: () => {} });
    return validator.validate(desc, message.message).violations?.length ?? 0;
  };
  const prune = (schema: DescMessage, part: JsonObject, put: (part: JsonObject) => JsonObject): JsonObject => {
    let left = part;
    // What a rule needs usually comes before what is optional.
    for (const field of schema.fields.toSorted((a, b) => b.number - a.number)) {
      const { [field.name]: value, ...without } = left;
      if (value === undefined || field.enum !== undefined) continue;
      const isChosen = Object.values(left).includes(field.name);
      if (!isChosen && violations(put(without)) <= violations(put(left))) left = without;
      else if (isPart(field)) {
        const inner = left;
        const pruned = prune(field.message, value as JsonObject, (less) => put({ ...inner, [field.name]: less }));
        left = { ...left, [field.name]: pruned };
      }
    }
    return left;
  };
  return prune(desc, fullSpec(desc), (spec) => spec);
}

function fullSpec(desc: DescMessage): JsonObject {
  return Object.fromEntries(
    desc.fields.flatMap((field) => {
      const value = sample(field);
      return value === undefined ? [] : [[field.name, value]];
    }),
  );
}

function sample(field: DescField): JsonValue | undefined {
  const word = `my-${field.name.replaceAll("_", "-")}`;
  if (isSecretField(field)) return { secret: word };
  if (isTextField(field)) return word;
  if (isPart(field)) return fullSpec(field.message);
  if (field.fieldKind === "enum") return field.enum.values.find(({ number }) => number !== 0)?.name;
  if (field.fieldKind !== "scalar") return undefined;
  return field.scalar === ScalarType.STRING ? word : 1;
}
