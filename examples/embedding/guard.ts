import { describeTarget, Failure, type Guard } from "@planton-mcp/core";

/** Lets things be deleted that are not in production. Whatever a guard throws is what the caller is told. */
export const spareProduction: Guard = ({ tool, target }) => {
  if (target === undefined || (target.slug !== "prod" && target.env !== "prod")) return;
  throw new Failure({
    code: "switched_off",
    message: `${tool.name} may not touch ${describeTarget(target)}: it is production.`,
    next: "Ask the person to do it in the console.",
  });
};
