import { ServiceAccountCommandController } from "@planton-mcp/api/iam/serviceaccount/v1/command";
import { ServiceAccountQueryController } from "@planton-mcp/api/iam/serviceaccount/v1/query";
import { defineWorkflow, targetOf, text } from "@planton-mcp/core";

const { get, listKeys } = ServiceAccountQueryController.method;
const { delete: remove } = ServiceAccountCommandController.method;

export const deleteServiceAccount = defineWorkflow({
  name: "delete_service_account",
  title: "Delete a service account",
  description:
    "Deletes a service account with its keys, its access and the identity account that it acts as, for good.",
  effect: "destroy",
  input: { id: text("Service account id") },
  example: { id: "sa_01kseed0000000000000000001" },
  keywords: ["machine", "bot", "remove"],
  reads: [get, listKeys],
  writes: [remove],
  prepare: async ({ id }, context) => {
    const account = await context.read(get, { value: id });
    const target = targetOf(remove, account);
    const { entries } = await context.read(listKeys, { value: target.id });
    const request = context.check(remove, { value: target.id });
    const keys = entries.map(({ metadata }) => metadata?.id ?? "").sort();
    return {
      target: { ...target, version: [target.version, ...keys].join(" ") },
      warnings: [
        `Programs that use one of its keys are refused from then on; it has ${keys.length}.`,
        "If this server itself uses one of them, which the API does not tell, it is refused too.",
      ],
      commit: (write) => write(remove, request),
    };
  },
});
