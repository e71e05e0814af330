import { fromBinary } from "@bufbuild/protobuf";
import { IdentityAccountSchema } from "@planton-mcp/api/iam/identityaccount/v1/api";
import { IdentityAccountType } from "@planton-mcp/api/iam/identityaccount/v1/enums";
import { IdentityAccountQueryController } from "@planton-mcp/api/iam/identityaccount/v1/query";
import { notFound } from "../failures.ts";
import { special } from "../handler.ts";
import { emailOf } from "../principals.ts";
import { at, people } from "../seed.ts";
import type { Domain } from "./domain.ts";

export const identityAccountDomain: Domain = {
  services: [IdentityAccountQueryController],
  specials: [
    special(IdentityAccountQueryController.method.whoAmI, ({ store, actor }) => {
      const row = store.find("identity_account", actor);
      if (row === undefined) throw notFound("identity_account", actor);
      return fromBinary(IdentityAccountSchema, row.data);
    }),
    special(IdentityAccountQueryController.method.getByEmail, ({ store, access }, { value }) => {
      const row = store
        .list("identity_account")
        .find(
          ({ id }) =>
            emailOf(store, id).toLowerCase() === value.toLowerCase() && access.may("get", "identity_account", id),
        );
      // Whether somebody has an account is nobody's business who may not see it.
      if (row === undefined) throw notFound("identity_account", value);
      access.allow();
      return fromBinary(IdentityAccountSchema, row.data);
    }),
  ],
  seed: ({ plant }) => {
    const identity = (id: string, firstName: string, lastName: string, company: string, hour: number) => {
      const short = firstName.toLowerCase();
      const message = {
        metadata: { name: `${firstName} ${lastName}` },
        spec: {
          identityAccountType: IdentityAccountType.user,
          idpId: `sandbox|${short}`,
          email: `${short}@${company}.example`,
          firstName,
          lastName,
        },
      };
      plant("identity_account", IdentityAccountSchema, message, { id, actor: id, at: at(5, hour) });
    };
    identity(people.ada, "Ada", "Okafor", "acme", 1);
    identity(people.max, "Max", "Lindqvist", "acme", 2);
    identity(people.vera, "Vera", "Costa", "acme", 3);
    identity(people.otto, "Otto", "Brandt", "globex", 4);
  },
};
