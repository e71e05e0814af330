import { seeded } from "../scene.ts";
import { type AccessTable, everyone, members, nobody } from "./outcomes.ts";

export const identityAccountAccess: AccessTable = {
  "IdentityAccountQueryController/get": [{ value: seeded.ada }, members],
  // Who may not know of an account is not told that there is one.
  "IdentityAccountQueryController/getByEmail": [{ value: "ada@acme.example" }, ["OK", "OK", "OK", "NotFound"]],
  "IdentityAccountQueryController/whoAmI": [{}, everyone],
  "IdentityAccountQueryController/find": [{ kind: 11, page: { size: 10 } }, nobody],
};
