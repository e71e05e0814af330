import { type DescField, type DescMessage, getOption, hasOption } from "@bufbuild/protobuf";
import {
  field as fieldRules,
  message as messageRules,
  type Rule,
} from "@bufbuild/protovalidate/gen/buf/validate/validate_pb.js";
import { type Node, parseExpression, pathsRead } from "./expression.ts";
import { inWords } from "./words.ts";

/** A rule that the contract states as an expression, on a message or on a field. */
export interface CelRule {
  readonly expression: string;
  readonly node: Node;
  /** What it asks for, as a sentence. */
  readonly sentence: string;
  /** The fields of the message that it reads; none for a rule on a field. */
  readonly fields: readonly string[];
}

const known = new WeakMap<DescMessage | DescField, readonly CelRule[]>();

export function celRulesOf(subject: DescMessage | DescField): readonly CelRule[] {
  let rules = known.get(subject);
  if (rules === undefined) {
    rules = expressionsOf(subject).map(({ expression }) => {
      const node = parseExpression(expression);
      return {
        expression,
        node,
        sentence: inWords(node, subject),
        fields: [...new Set(pathsRead(node).flatMap(([first]) => first ?? []))],
      };
    });
    known.set(subject, rules);
  }
  return rules;
}

function expressionsOf(subject: DescMessage | DescField): readonly Rule[] {
  if (subject.kind === "message") return hasOption(subject, messageRules) ? getOption(subject, messageRules).cel : [];
  return hasOption(subject, fieldRules) ? getOption(subject, fieldRules).cel : [];
}
