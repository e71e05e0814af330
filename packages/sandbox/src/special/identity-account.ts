import { fromBinary } from "@bufbuild/protobuf";
import { IdentityAccountSchema } from "@planton-mcp/api/iam/identityaccount/v1/api";
import { IdentityAccountQueryController } from "@planton-mcp/api/iam/identityaccount/v1/query";
import { notFound } from "../failures.ts";
import { special } from "../handler.ts";

export const identityAccountSpecials = [
  special(IdentityAccountQueryController.method.whoAmI, ({ store, actor }) => {
    const row = store.find("identity_account", actor);
    if (row === undefined) throw notFound("identity_account", actor);
    return fromBinary(IdentityAccountSchema, row.data);
  }),
];
