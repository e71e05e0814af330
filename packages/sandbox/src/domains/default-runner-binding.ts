import { ApiResourceKind } from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import type { ApiResourceSelector } from "@planton-mcp/api/commons/apiresource/selector";
import { DefaultRunnerBindingSchema } from "@planton-mcp/api/connect/defaultrunnerbinding/v1/api";
import { DefaultRunnerBindingCommandController } from "@planton-mcp/api/connect/defaultrunnerbinding/v1/command";
import { DefaultRunnerBindingQueryController } from "@planton-mcp/api/connect/defaultrunnerbinding/v1/query";
import { platformId } from "../access.ts";
import { notFound } from "../failures.ts";
import { special } from "../handler.ts";
import { at, people, seedId } from "../seed.ts";
import type { Store } from "../store.ts";
import { stored } from "../stored.ts";
import type { Domain } from "./domain.ts";

const kind = "default_runner_binding";
const { getBySelector, resolve } = DefaultRunnerBindingQueryController.method;

/**
 * Which binding holds is the sandbox's own invention, for the contract only says that an organization is asked for: the
 * organization's own goes before the platform's. That of an environment is found by its selector alone.
 */
export const defaultRunnerBindingDomain: Domain = {
  services: [DefaultRunnerBindingCommandController, DefaultRunnerBindingQueryController],
  specials: [
    special(getBySelector, ({ store, access }, selector) => {
      const found = bySelector(store, selector);
      if (found === undefined) throw notFound(kind, `for ${ApiResourceKind[selector.kind]} ${selector.id}`);
      access.require("get", kind, found.row.id);
      return found.message;
    }),
    special(resolve, ({ store }, { org }) => {
      const own = bySelector(store, { kind: ApiResourceKind.organization, id: org });
      const found = own ?? bySelector(store, { kind: ApiResourceKind.platform, id: platformId });
      if (found === undefined) throw notFound(kind, `of organization ${org} nor of the platform`);
      return found.message;
    }),
  ],
  seed: ({ plant }) => {
    const bind = (number: number, selector: Selector, org: string, runner: string, hour: number) => {
      const metadata = { org, slug: `default-runner-${selector.id.replace("_", "-")}` };
      const planted = { id: seedId("drb", number), actor: people.ada, at: at(9, hour) };
      plant(kind, DefaultRunnerBindingSchema, { metadata, spec: { selector, runner } }, planted);
    };
    bind(1, { kind: ApiResourceKind.organization, id: "acme" }, "acme", "acme-runner", 13);
    bind(2, { kind: ApiResourceKind.platform, id: platformId }, "", "planton-runner", 14);
  },
};

type Selector = Pick<ApiResourceSelector, "kind" | "id">;

function bySelector(store: Store, { kind: selected, id }: Selector) {
  return stored(store, kind, DefaultRunnerBindingSchema).find(
    ({ message: { spec } }) => spec?.selector?.kind === selected && spec.selector.id === id,
  );
}
