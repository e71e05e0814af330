import { IamPolicyV2QueryController } from "@planton-mcp/api/iam/iampolicy/v2/query";
import { createAccess } from "../access.ts";
import { special } from "../handler.ts";
import type { Domain } from "./domain.ts";

const { checkAuthorization } = IamPolicyV2QueryController.method;

export const iamPolicyDomain: Domain = {
  services: [IamPolicyV2QueryController],
  specials: [
    special(checkAuthorization, ({ store }, { policy }) => ({
      isAuthorized: createAccess(store, policy?.principal?.id).may(
        policy?.relation ?? "",
        policy?.resource?.kind ?? "",
        policy?.resource?.id ?? "",
      ),
    })),
  ],
};
