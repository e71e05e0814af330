import type { DescMethodUnary, Message } from "@bufbuild/protobuf";
import { type Requirement, requirementOf } from "@planton-mcp/core/contract";
import { platformId, requireOn } from "./access.ts";
import { notFound } from "./failures.ts";
import { type Context, type Handler, isUnary } from "./handler.ts";
import { textAt } from "./paths.ts";
import type { Resource, ResourceType } from "./resource-type.ts";
import {
  findSame,
  insertResource,
  loadRow,
  metadataOf,
  placeOf,
  removeResource,
  replaceResource,
} from "./resources.ts";

/**
 * What answers a create, update, apply or delete of any kind. Recognised by the method's name and by the shape of its
 * messages; any other command needs a handler of its own.
 */
export function genericCommand(method: DescMethodUnary, type: ResourceType): Handler | undefined {
  const { name, input, output } = method;
  if (output.typeName !== type.desc.typeName) return undefined;
  if (input.typeName === output.typeName) {
    const change = changes.get(name)?.(method, type);
    // The engine calls a handler with a message of its method's input, which is the resource here.
    return change && ((context, request) => change(context, request as Resource));
  }
  const idField = input.fields.find((field) => field.name === "value" || field.name === "resource_id")?.name;
  return name === "delete" && idField !== undefined ? deleter(method, type, idField) : undefined;
}

type Change = (context: Context, resource: Resource) => Message;

const changes = new Map([
  ["create", creator],
  ["update", updater],
  ["apply", applier],
]);

function creator(method: DescMethodUnary, type: ResourceType): Change {
  const requirement = requirementOf(method);
  return (context, resource) => {
    requireForNew(context, requirement, type, resource);
    return insertResource(context, type, resource);
  };
}

/** Requires what creating takes. Where the contract doesn't say on what, the owner-to-be has to allow it. */
function requireForNew({ access, store }: Context, requirement: Requirement, type: ResourceType, resource: Resource) {
  if (requirement.type !== "permission") {
    access.allow();
    return;
  }
  const { kind, permission, fieldPath } = requirement;
  const { ownerKind, ownerId } = placeOf(store, type, resource);
  if (kind === "platform" || (fieldPath === undefined && ownerKind === "")) {
    access.require(permission, "platform", platformId);
  } else if (fieldPath === undefined || kind === ownerKind) access.require(permission, ownerKind, ownerId);
  else access.require(permission, kind, textAt(type.desc, resource, fieldPath));
}

function updater(method: DescMethodUnary, type: ResourceType): Change {
  const requirement = requirementOf(method);
  return (context, resource) => {
    const row = findSame(context.store, type, resource);
    const { id, slug } = metadataOf(resource);
    if (row === undefined) throw notFound(type.kind, id || slug || "without an id or slug");
    requireOn(context.access, requirement, row);
    return replaceResource(context, type, row, resource);
  };
}

/** Create or update, by what the service's own create and update need. */
function applier(method: DescMethodUnary, type: ResourceType): Change {
  const create = creator(sibling(method, "create"), type);
  const update = updater(sibling(method, "update"), type);
  return (context, resource) => {
    const row = findSame(context.store, type, resource);
    const { id } = metadataOf(resource);
    if (row === undefined && id !== "" && type.idPrefix !== "") throw notFound(type.kind, id);
    return row === undefined ? create(context, resource) : update(context, resource);
  };
}

/** The method of the same service with that name, or the method itself where the service has none. */
function sibling(method: DescMethodUnary, name: string): DescMethodUnary {
  const found = method.parent.methods.find((candidate) => candidate.name === name);
  return found !== undefined && isUnary(found) ? found : method;
}

function deleter(method: DescMethodUnary, type: ResourceType, idField: string): Handler {
  const requirement = requirementOf(method);
  return (context, request) => {
    const row = loadRow(context.store, type, textAt(method.input, request, idField));
    requireOn(context.access, requirement, row);
    return removeResource(context, type, row);
  };
}
