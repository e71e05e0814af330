import { seeded } from "../scene.ts";
import { type AccessTable, everyone, nobody } from "./outcomes.ts";

export const identityAccountAccess: AccessTable = {
  "IdentityAccountQueryController/get": [{ value: seeded.ada }, nobody],
  "IdentityAccountQueryController/whoAmI": [{}, everyone],
  "IdentityAccountQueryController/find": [{ kind: 11, page: { size: 10 } }, nobody],
};
