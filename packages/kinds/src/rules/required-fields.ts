import { create, type DescMessage } from "@bufbuild/protobuf";
import { celRulesOf } from "./cel-rules.ts";
import { violationsOf } from "./violations.ts";

const known = new WeakMap<DescMessage, readonly string[]>();

/** The fields without which a message breaks a rule of its own. */
export function requiredFields(desc: DescMessage): readonly string[] {
  let required = known.get(desc);
  if (required === undefined) {
    required = find(desc);
    known.set(desc, required);
  }
  return required;
}

function find(desc: DescMessage): readonly string[] {
  const broken = violationsOf(desc, create(desc)).flatMap(({ field, message }) => {
    const [first, second] = field;
    if (second !== undefined) return [];
    if (first?.kind === "field") return [first.name];
    const rule = celRulesOf(desc).find(({ expression }) => message === `"${expression}" returned false`);
    return rule?.fields.length === 1 ? rule.fields : [];
  });
  return desc.fields.map(({ name }) => name).filter((name) => broken.includes(name));
}
