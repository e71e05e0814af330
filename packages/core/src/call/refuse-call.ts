import { type Catalogue, narrow } from "../catalogue/catalogue.ts";
import { type Selection, whyOff } from "../catalogue/selection.ts";
import { Redaction } from "../redaction/redaction.ts";
import type { FailureFacts } from "./failure.ts";
import { type CallResult, plainAnswer, render } from "./render.ts";

/** The failure of a call that reaches no tool: the tool is off, or has another name now. Nothing for any other name. */
export function refuseCall(
  name: string,
  everything: Catalogue,
  selections: readonly Selection[],
): CallResult | undefined {
  const facts = whyRefused(name, everything, selections);
  return facts && failedCall(facts);
}

/** A failure as a result that hosts recognise as one. */
export function failedCall(facts: FailureFacts, redaction = new Redaction(), budget = Number.POSITIVE_INFINITY) {
  return { ...render(plainAnswer({ error: facts }, redaction), budget), isError: true as const };
}

function whyRefused(name: string, everything: Catalogue, selections: readonly Selection[]): FailureFacts | undefined {
  const current = everything.renamed(name);
  const tool = everything.tools.find((candidate) => candidate.name === name) ?? current;
  if (tool === undefined) return undefined;
  const now = name === tool.name ? name : `${name} is now called ${tool.name}, which`;
  const off = whyOff(tool, everything.homeOf(tool.name) ?? "", selections);
  if (off !== undefined) {
    const instead = narrow(everything, selections).neighbours(tool.name);
    return {
      code: "switched_off",
      message: `${now} ${off}.`,
      next: `Nothing was done. Tell the person what you would have done${instead.length > 0 ? `, or use ${instead.join(", ")}` : ""}.`,
    };
  }
  return {
    code: "unknown_tool",
    message: `${name} is now called ${tool.name}.`,
    next: `Nothing was done. Call ${tool.name}; its arguments are in details.`,
    details: [{ tool: tool.name, description: tool.description, inputSchema: tool.inputSchema }],
  };
}
