import { CloudResourceCommandController } from "@planton-mcp/api/infrahub/cloudresource/v1/command";
import { defineWorkflow, Failure, type ToolContext } from "@planton-mcp/core";
import {
  cloudResourceCoordinates,
  cloudResourceReads,
  cloudResourceRow,
  cloudResourceTarget,
  findCloudResource,
  idOrCoordinates,
} from "./find-cloud-resource.ts";

const { cleanup } = CloudResourceCommandController.method;

export const cleanupCloudResource = defineWorkflow({
  name: "cleanup_cloud_resource",
  title: "Clean up a stuck cloud resource",
  description:
    "For operators of the Planton platform only: removes what is left of a cloud resource that is stuck. Others use delete_cloud_resource or purge_cloud_resource.",
  effect: "destroy",
  input: cloudResourceCoordinates,
  rules: [idOrCoordinates],
  example: { kind: "AwsVpc", org: "acme", env: "dev", slug: "network" },
  keywords: ["force", "orphan"],
  reads: cloudResourceReads,
  writes: [cleanup],
  prepare: async (args, context) => {
    const resource = await findCloudResource(args, context.read);
    const { id = "" } = resource.metadata ?? {};
    return {
      target: cloudResourceTarget(resource),
      warnings: ["It tears nothing down: infrastructure that is still there stays, and nothing manages it any more."],
      commit: async (write) => {
        await orSayWhoMay(() => write(cleanup, { value: id }), id, context);
        return { outcome: "cleaned_up", resource: cloudResourceRow(resource) };
      },
    };
  },
});

async function orSayWhoMay(
  send: () => Promise<unknown>,
  id: string,
  { catalogue }: Pick<ToolContext, "catalogue">,
): Promise<void> {
  try {
    await send();
  } catch (error) {
    if (!Failure.is(error) || error.facts.code !== "permission_denied") throw error;
    const others = ["purge_cloud_resource", "delete_cloud_resource"].filter((name) => catalogue.has(name));
    const instead = others.length === 0 ? "" : ` Try ${others.join(" or ")} {"id":"${id}"}, or ask Planton's support.`;
    const next = `Only operators of the Planton platform may do this; no role in an organization is enough.${instead}`;
    throw new Failure({ ...error.facts, next }, { cause: error });
  }
}
