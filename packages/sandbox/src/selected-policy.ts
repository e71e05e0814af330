import type { DescMethodUnary, Message } from "@bufbuild/protobuf";
import { requirementOf } from "@planton-mcp/core/contract";
import { platformId, requireOn } from "./access.ts";
import { notFound } from "./failures.ts";
import type { Context, Special } from "./handler.ts";
import { textAt } from "./paths.ts";
import { type ResourceType, resourceTypeOf } from "./resource-type.ts";
import { loadRow, resourceOf } from "./resources.ts";
import type { Row } from "./store.ts";

interface Selected {
  readonly kind: string;
  readonly id: string;
}

/**
 * The reads of policies that belong to what their `spec.selector` names. The contract says neither who may read them
 * nor in which order they are looked for, so this is the sandbox's own: a policy of the platform is for everybody to
 * read, any other for those who may read what it is for; `whichPolicy` looks at the selected resource itself, then at
 * its organization, then at the platform.
 */
export function policyReads(methods: {
  readonly get: DescMethodUnary;
  readonly getBySelector: DescMethodUnary;
  readonly whichPolicy?: DescMethodUnary;
}): readonly Special[] {
  const type = resourceTypeOf(methods.get.parent);
  if (type === undefined) throw new Error(`${methods.get.parent.typeName} manages no resource.`);
  const requirement = requirementOf(methods.get);

  const bySelector = (method: DescMethodUnary, lookedAt: (context: Context, selected: Selected) => Selected[]) => ({
    method,
    handle: (context: Context, request: Message) => {
      const selected = { kind: textAt(method.input, request, "kind"), id: textAt(method.input, request, "id") };
      if (selected.kind === "platform" && selected.id === platformId) context.access.allow();
      else context.access.require("get", selected.kind, selected.id);
      const row = firstOf(context, type, lookedAt(context, selected));
      if (row === undefined) throw notFound(type.kind, `of ${selected.kind} ${selected.id}`);
      return resourceOf(type, row);
    },
  });

  return [
    {
      method: methods.get,
      handle: (context, request) => {
        const row = loadRow(context.store, type, textAt(methods.get.input, request, "value"));
        if (row.ownerKind === "platform") context.access.allow();
        else requireOn(context.access, requirement, row);
        return resourceOf(type, row);
      },
    },
    bySelector(methods.getBySelector, (_, selected) => [selected]),
    ...(methods.whichPolicy === undefined ? [] : [bySelector(methods.whichPolicy, holdersOf)]),
  ];
}

function holdersOf({ store }: Context, selected: Selected): Selected[] {
  const org = store.find(selected.kind, selected.id)?.org ?? "";
  return [selected, { kind: "organization", id: org }, { kind: "platform", id: platformId }];
}

function firstOf({ store }: Context, type: ResourceType, selected: readonly Selected[]): Row | undefined {
  const policies = store.list(type.kind);
  const ofOne = ({ kind, id }: Selected) => policies.find((row) => row.ownerKind === kind && row.ownerId === id);
  return selected.map(ofOne).find((row) => row !== undefined);
}
