import { IdentityAccountQueryController } from "@planton-mcp/api/iam/identityaccount/v1/query";
import { defineWorkflow, text } from "@planton-mcp/core";
import { identityOf } from "./find-principal.ts";

const { get, getByEmail } = IdentityAccountQueryController.method;

export const getIdentityAccount = defineWorkflow({
  name: "get_identity_account",
  title: "Get an identity account",
  description: "Reads the account of a person or of a service account's identity, by id or e-mail address.",
  effect: "read",
  input: { id: text("Identity account id").optional(), email: text("E-mail address").optional() },
  rules: [
    ({ id, email }) =>
      (id === undefined) === (email === undefined)
        ? { argument: id === undefined ? "id" : "email", message: "Give either id or email." }
        : undefined,
  ],
  example: { email: "max@acme.example" },
  keywords: ["user", "person", "who"],
  reads: [get, getByEmail],
  run: ({ id, email = "" }, { read }) => (id === undefined ? read(getByEmail, { value: email }) : identityOf(id, read)),
});
