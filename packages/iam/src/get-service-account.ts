import { ServiceAccountQueryController } from "@planton-mcp/api/iam/serviceaccount/v1/query";
import { defineTool, text, wholeResource } from "@planton-mcp/core";

export const getServiceAccount = defineTool({
  name: "get_service_account",
  title: "Get a service account",
  description: "Reads one service account, with the identity account that it acts as.",
  effect: "read",
  input: { id: text("Service account id") },
  example: { id: "sa_01kseed0000000000000000001" },
  keywords: ["machine", "bot", "robot"],
  rpc: ServiceAccountQueryController.method.get,
  request: ({ id }) => ({ value: id }),
  project: wholeResource,
});
