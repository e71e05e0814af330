import type { Redaction } from "../redaction/redaction.ts";
import type { ToolContext } from "../tool/tool.ts";
import { invalidArguments } from "./arguments.ts";
import type { Runtime } from "./run-tool.ts";

/** The part of a context that takes secrets in: whatever comes through it never leaves the call. */
export function secretsFor(
  redaction: Redaction,
  { secretSource = unavailable }: Pick<Runtime, "secretSource">,
): Pick<ToolContext, "keepSecret" | "secret"> {
  return {
    keepSecret: (text) => redaction.add(text),
    secret: async (source, argument) => {
      try {
        const value = await secretSource(source);
        redaction.add(value);
        return value;
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        throw invalidArguments([{ argument, message: error.message }]);
      }
    },
  };
}

function unavailable(): never {
  throw new RangeError("This server takes no secrets from its own machine. Refer to one that the organization keeps.");
}
