import { create, type DescMessage, type MessageInitShape } from "@bufbuild/protobuf";
import { IdentityAccountSchema } from "@planton-mcp/api/iam/identityaccount/v1/api";
import { IdentityAccountType } from "@planton-mcp/api/iam/identityaccount/v1/enums";
import { EnvironmentSchema } from "@planton-mcp/api/resourcemanager/environment/v1/api";
import { OrganizationSchema } from "@planton-mcp/api/resourcemanager/organization/v1/api";
import { sandboxKeys } from "./keys.ts";
import { type Resource, resourceType } from "./resource-type.ts";
import { insertResource } from "./resources.ts";
import type { Role } from "./roles.ts";
import type { Store } from "./store.ts";

/**
 * Fills a store with the story that documentation and tests share, whole or not at all; one that holds something is
 * left as it is. Ids and times are always the same.
 */
export function seed(store: Store): void {
  if (!store.isEmpty()) return;
  // Asked again inside, for another sandbox on the same file may have been faster.
  store.transaction(() => {
    if (store.isEmpty()) plantAll(store);
  });
}

function plantAll(store: Store): void {
  const at = (day: number, hour: number) => new Date(Date.UTC(2026, 0, day, hour));
  const plant = <Desc extends DescMessage>(
    kind: string,
    desc: Desc,
    message: MessageInitShape<Desc>,
    { id, actor, at }: { id?: string; actor: string; at: Date },
  ) => {
    const type = resourceType(kind, desc);
    if (type === undefined) throw new Error(`${desc.typeName} is not a resource.`);
    insertResource({ store, actor, at }, type, create(desc, message) as Resource, id); // checked by resourceType
  };

  const identity = (number: number, firstName: string, lastName: string, company: string, key: string) => {
    const id = seedId("ida", number);
    const email = `${firstName.toLowerCase()}@${company}.example`;
    const message = {
      metadata: { name: `${firstName} ${lastName}` },
      spec: {
        identityAccountType: IdentityAccountType.user,
        idpId: `sandbox|${firstName.toLowerCase()}`,
        email,
        firstName,
        lastName,
      },
    };
    plant("identity_account", IdentityAccountSchema, message, { id, actor: id, at: at(5, number) });
    store.addKey(key, id);
    return id;
  };
  const ada = identity(1, "Ada", "Okafor", "acme", sandboxKeys.owner);
  const max = identity(2, "Max", "Lindqvist", "acme", sandboxKeys.member);
  const vera = identity(3, "Vera", "Costa", "acme", sandboxKeys.viewer);
  const otto = identity(4, "Otto", "Brandt", "globex", sandboxKeys.outsider);

  const organization = (slug: string, name: string, description: string, actor: string, time: Date) => {
    const message = { metadata: { slug, name }, spec: { description, contactEmail: `platform@${slug}.example` } };
    plant("organization", OrganizationSchema, message, { actor, at: time });
  };
  organization("acme", "Acme", "Rockets, anvils and the shop that sells them", ada, at(6, 9));
  organization("acme-labs", "Acme Labs", "Still empty", ada, at(6, 11));
  organization("globex", "Globex", "A competitor, whom nobody at Acme can see", otto, at(6, 10));

  const environment = (number: number, org: string, slug: string, description: string, actor: string) => {
    const message = { metadata: { org, slug, name: slug }, spec: { description } };
    plant("environment", EnvironmentSchema, message, { id: seedId("env", number), actor, at: at(7, 8 + number) });
  };
  environment(1, "acme", "dev", "Where everyone tries things out", ada);
  environment(2, "acme", "staging", "What goes live next", ada);
  environment(3, "acme", "prod", "What customers use", ada);
  environment(4, "globex", "prod", "Globex's only environment", otto);

  const grant = (principal: string, role: Role) => store.grant({ principal, role, kind: "organization", id: "acme" });
  grant(max, "member");
  grant(vera, "viewer");
}

/** An id that can't be mistaken for one that was made at run time. */
function seedId(prefix: string, number: number): string {
  return `${prefix}_01kseed${String(number).padStart(19, "0")}`;
}
