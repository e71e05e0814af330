import type { Violation } from "@bufbuild/protovalidate";

/** The contract's rules that are expressions, in words. Others are told as the contract has them. */
const words: Readonly<Record<string, string>> = {
  "metadata.slug.chars": "A slug has lower-case letters, digits and hyphens only.",
  "metadata.slug.length": "A slug has 2 to 15 characters.",
  "metadata.slug.start": "A slug begins with a lower-case letter.",
};

/** What a violated rule asks for, as a sentence. */
export function ruleInWords({ ruleId, message }: Pick<Violation, "ruleId" | "message">): string {
  const known = words[ruleId];
  if (known !== undefined) return known;
  const [, expression] = /^"(.*)" returned false/s.exec(message) ?? [];
  if (expression !== undefined) return `The rule ${ruleId} wants ${expression}.`;
  const text = message || `breaks the rule ${ruleId}`;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;
}
