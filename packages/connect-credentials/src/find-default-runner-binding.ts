import { ApiResourceKind } from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import { DefaultRunnerBindingQueryController } from "@planton-mcp/api/connect/defaultrunnerbinding/v1/query";
import { invalidArguments, type Send, text } from "@planton-mcp/core";
import { idOrKey } from "./id-or-key.ts";
import { spokenNames } from "./spoken-names.ts";

const { get, getBySelector } = DefaultRunnerBindingQueryController.method;

/** The arguments that select what a binding is for. */
export const selector = {
  selector_kind: text("What it is for: organization, environment, platform…"),
  selector_id: text("Its id, not its slug"),
};

/** The arguments that name a binding, their rule, and the reads that find it by them. */
export const bindingCoordinates = {
  id: text("Binding id; or give selector_kind and selector_id").optional(),
  selector_kind: selector.selector_kind.optional(),
  selector_id: selector.selector_id.optional(),
};

export const bindingRule = idOrKey(["selector_kind", "selector_id"]);

export const bindingReads = [get, getBySelector];

const kinds = spokenNames<ApiResourceKind>([
  ["org", ApiResourceKind.organization],
  ["env", ApiResourceKind.environment],
  ...Object.entries(ApiResourceKind).flatMap(([name, kind]) =>
    typeof kind === "number" && kind >= ApiResourceKind.platform ? [[name, kind] as const] : [],
  ),
]);

interface Selected {
  readonly selector_kind?: string | undefined;
  readonly selector_id?: string | undefined;
}

/** The selector that the arguments mean. Throws where there is no such kind. */
export function selectorOf({ selector_kind = "", selector_id: id = "" }: Selected) {
  const kind = kinds.meaning(selector_kind);
  if (kind !== undefined) return { kind, id };
  const near = kinds.nearest(selector_kind);
  const help =
    near === undefined ? "Most often it is organization or environment." : `Did you mean ${ApiResourceKind[near]}?`;
  throw invalidArguments([{ argument: "selector_kind", message: `There is no kind ${selector_kind}. ${help}` }]);
}

/** The binding of an id, or of exactly what the selector names. */
export function findBinding({ id, ...selected }: Selected & { readonly id?: string | undefined }, read: Send) {
  return id === undefined ? read(getBySelector, selectorOf(selected)) : read(get, { value: id });
}
