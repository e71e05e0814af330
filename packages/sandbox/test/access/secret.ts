import { seeded } from "../scene.ts";
import { type AccessTable, absent, makers, members, nobody, ownerOnly } from "./outcomes.ts";

const bySlug = { org: "acme", slug: "aws-main-access-key-id", scope: 1 };

export const secretAccess: AccessTable = {
  "SecretCommandController/apply": [{ metadata: { org: "acme", slug: "token" } }, makers],
  "SecretCommandController/create": [{ metadata: { org: "acme", slug: "token" } }, makers],
  "SecretCommandController/update": [{ metadata: { id: seeded.secret } }, ownerOnly],
  "SecretCommandController/delete": [{ resourceId: seeded.secret }, ownerOnly],
  "SecretQueryController/get": [{ value: seeded.secret }, members],
  "SecretQueryController/getByOrgByScopeBySlug": [bySlug, members],
  "SecretQueryController/find": [{ kind: 37, page: { size: 10 } }, nobody],
  "SecretVersionCommandController/create": [
    { metadata: { org: "acme" }, spec: { secretId: seeded.secret, data: { value: "hush" } } },
    ownerOnly,
  ],
  "SecretVersionCommandController/delete": [{ resourceId: "secver_unknown" }, absent],
};
