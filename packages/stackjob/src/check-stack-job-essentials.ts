import { StackJobEssentialsQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import { defineTool, org, text } from "@planton-mcp/core";
import { cloudResourceKind, kindNumber } from "./cloud-resource-kind.ts";

interface Check {
  readonly passed: boolean;
  readonly errors: readonly string[];
}

export const checkStackJobEssentials = defineTool({
  name: "check_stack_job_essentials",
  title: "Check what a stack job needs",
  description:
    "Tells whether a kind could be deployed in an organization or environment: IaC module, state backend, flow control and provider connection.",
  effect: "read",
  input: { cloud_resource_kind: cloudResourceKind, org, env: text("Environment slug").optional() },
  example: { cloud_resource_kind: "AwsS3Bucket", org: "acme", env: "dev" },
  keywords: ["preflight", "credentials", "prerequisites"],
  rpc: StackJobEssentialsQueryController.method.check,
  request: ({ cloud_resource_kind, org, env = "" }) => ({
    cloudResourceKind: kindNumber(cloud_resource_kind),
    cloudResourceOwner: { org, env },
  }),
  project: ({ iacModule, stateBackendConnection, flowControl, providerConnection }) => {
    const checks = {
      iac_module: outcome(iacModule, iacModule?.iacModuleInfo),
      state_backend: outcome(stateBackendConnection, stateBackendConnection?.stateBackendConnectionInfo),
      flow_control: outcome(flowControl, flowControl?.flowControlPolicyInfo),
      provider_connection: {
        ...outcome(providerConnection, providerConnection?.providerConnectionInfo),
        info: providerConnection?.info || undefined,
      },
    };
    return { is_ready: Object.values(checks).every(({ passed }) => passed), checks };
  },
});

/** A check, said out loud where it did not pass or was not made. */
function outcome(check: Check | undefined, found: { readonly id: string; readonly name: string } | undefined) {
  return {
    passed: check?.passed ?? false,
    errors: check === undefined ? ["The API did not check this."] : check.errors.length > 0 ? check.errors : undefined,
    found: found?.id ? `${found.name} (${found.id})` : undefined,
  };
}
