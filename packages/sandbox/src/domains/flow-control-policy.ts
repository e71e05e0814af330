import { ApiResourceKind } from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import { FlowControlPolicySchema } from "@planton-mcp/api/infrahub/flowcontrolpolicy/v1/api";
import { FlowControlPolicyCommandController } from "@planton-mcp/api/infrahub/flowcontrolpolicy/v1/command";
import { FlowControlPolicyQueryController } from "@planton-mcp/api/infrahub/flowcontrolpolicy/v1/query";
import { at, people, seedId } from "../seed.ts";
import { policyReads } from "../selected-policy.ts";
import type { Domain } from "./domain.ts";
import { environments } from "./environment.ts";

export const flowControlPolicyDomain: Domain = {
  services: [FlowControlPolicyCommandController, FlowControlPolicyQueryController],
  specials: policyReads(FlowControlPolicyQueryController.method),
  seed: ({ plant }) => {
    const message = {
      metadata: { name: "Careful in prod" },
      spec: {
        selector: { kind: ApiResourceKind.environment, id: environments.prod },
        flowControl: { previewBeforeUpdateOrDestroy: true, pauseBetweenPreviewAndUpdateOrDestroy: true },
      },
    };
    plant("flow_control_policy", FlowControlPolicySchema, message, {
      id: seedId("fcp", 1),
      actor: people.ada,
      at: at(8, 3),
    });
  },
};
