import { type DescField, type DescMessage, getOption, hasOption } from "@bufbuild/protobuf";
import { field as fieldRules, message as messageRules } from "@bufbuild/protovalidate/gen/buf/validate/validate_pb.js";
import { beforeAll, describe, expect, it } from "vitest";
import { kinds, loadKind } from "../src/index.ts";
import { type CelRule, celRulesOf } from "../src/rules/cel-rules.ts";
import { isStruct } from "../src/struct.ts";

/** Every message and field that has rules which are expressions. */
async function subjects(): Promise<ReadonlySet<DescMessage | DescField>> {
  const found = new Set<DescMessage | DescField>();
  const visit = (desc: DescMessage): void => {
    if (found.has(desc) || isStruct(desc)) return;
    found.add(desc);
    for (const field of desc.fields) {
      found.add(field);
      if (field.message !== undefined) visit(field.message);
    }
  };
  for (const kind of kinds) visit((await loadKind(kind)).desc);
  return found;
}

/** Rules that are told as the contract has them. */
const verbatim = [
  "this.log_delivery_configurations.size() <= 1 || this.log_delivery_configurations[0].log_type != this.log_delivery_configurations[1].log_type",
  "this.ingress_rules.size() + this.egress_rules.size() <= 120",
];

let all: ReadonlySet<DescMessage | DescField>;
let rules: readonly CelRule[];

beforeAll(async () => {
  all = await subjects();
  rules = [...all].flatMap(celRulesOf);
}, 60_000);

describe("a rule that is an expression", { timeout: 60_000 }, () => {
  it("is a sentence, whatever the contract says", () => {
    expect(rules.length).toBeGreaterThan(1000);
    const odd = rules.filter(({ sentence }) => /`|undefined|\bthis\b|&&|\|\||==|must be not|is not not/.test(sentence));
    expect(new Set(odd.map(({ expression }) => expression))).toEqual(new Set(verbatim));
    for (const { sentence } of rules) expect(sentence).toMatch(/^\S.*\b(must|may|is|has)\b.*\.$/s);
  });

  it.each([
    ["this.protocol != 'TLS' || has(this.tls)", "When protocol is 'TLS', tls must be given."],
    ["!this.enabled || this.domain != ''", "When enabled is true, domain must not be empty."],
    ["this.type != 3 || has(this.gcs)", "When type is gcs, gcs must be given."],
    ["has(this.uuid) != has(this.port)", "Either uuid is given or port is given, not both."],
    ["this.clients.map(c, c.name).unique()", "No two of clients may have the same name."],
    ["size(this.alarm_actions) <= 5", "alarm_actions must have at most 5 entries."],
    [
      "this.username_attributes.all(a, a in ['email', 'phone_number'])",
      "For each a of username_attributes, a must be one of 'email', 'phone_number'.",
    ],
    [
      "(has(this.project_id) ? 1 : 0) + (this.domain_id != '' ? 1 : 0) == 1",
      "Exactly 1 of these must hold: project_id is given; domain_id is not empty.",
    ],
    [
      "this >= 30 && this <= 180 && this % 30 == 0",
      expect.stringMatching(/^\w+ must be at least 30 .* must be a multiple of 30\.$/),
    ],
  ])("%s", (expression, sentence) => {
    expect(rules.find((rule) => rule.expression === expression)?.sentence).toEqual(sentence);
  });

  it("is the only kind of rule on a message, and no rule is predefined or switched off", () => {
    for (const subject of all) {
      if (subject.kind === "message" && hasOption(subject, messageRules)) {
        const { $typeName, cel, ...others } = getOption(subject, messageRules);
        expect(cel.length).toBeGreaterThan(0);
        expect(others).toEqual({ celExpression: [], oneof: [] });
      }
      if (subject.kind === "field" && hasOption(subject, fieldRules)) {
        expect(getOption(subject, fieldRules).$unknown).toBeUndefined();
      }
    }
  });
});
