import { create, type DescMessage, type DescMethodUnary, type Message } from "@bufbuild/protobuf";
import { reflect } from "@bufbuild/protobuf/reflect";
import { PageInfoSchema } from "@planton-mcp/api/commons/rpc/pagination";
import { OrganizationIdSchema } from "@planton-mcp/api/resourcemanager/organization/v1/io";
import { requirementOf } from "@planton-mcp/core/contract";
import { requireOn } from "./access.ts";
import { notFound } from "./failures.ts";
import type { Context, Handler } from "./handler.ts";
import { textAt } from "./paths.ts";
import { messageField, type ResourceType } from "./resource-type.ts";
import { environmentId, loadRow, resourceOf } from "./resources.ts";

/**
 * What answers a get, a look-up by slug, or a list of any kind. Recognised by the method's name and by the shape of its
 * messages; any other query needs a handler of its own.
 */
export function genericQuery(method: DescMethodUnary, type: ResourceType): Handler | undefined {
  const { name, input, output } = method;
  const isMadeOf = (...fields: string[]) => input.fields.every((field) => fields.includes(field.name));
  if (output.typeName === type.desc.typeName) {
    if (name === "get" && isMadeOf("value")) return getter(method, type);
    return /^getBy.*Slug$/.test(name) && isMadeOf("org", "env", "slug") ? lookup(method, type) : undefined;
  }
  if (entriesOf(output, type) === undefined) return undefined;
  if (input.typeName === OrganizationIdSchema.typeName) return lister(method, type, "value");
  return isMadeOf("org", "env", "page", "kind", "is_empty") ? lister(method, type, "org") : undefined;
}

function getter(method: DescMethodUnary, type: ResourceType): Handler {
  const requirement = requirementOf(method);
  return (context, request) => {
    const row = loadRow(context.store, type, textAt(method.input, request, "value"));
    requireOn(context.access, requirement, row);
    return resourceOf(type, row);
  };
}

function lookup(method: DescMethodUnary, type: ResourceType): Handler {
  const requirement = requirementOf(method);
  return (context, request) => {
    const [org, slug] = [textAt(method.input, request, "org"), textAt(method.input, request, "slug")];
    const env = environmentOf(context, method, request, org);
    const row = context.store.findBySlug(type.kind, org, slug, env);
    if (row === undefined) throw notFound(type.kind, `${slug} in organization ${org}`);
    requireOn(context.access, requirement, row);
    return resourceOf(type, row);
  };
}

/** All of an organization, an environment or everywhere, as far as the caller may get them. */
function lister(method: DescMethodUnary, type: ResourceType, orgField: string): Handler {
  const entries = entriesOf(method.output, type);
  const pages = method.output.fields.find((field) => field.name === "total_pages");
  return (context, request) => {
    const org = textAt(method.input, request, orgField);
    const env = environmentOf(context, method, request, org);
    const rows = context.store.list(type.kind, org, env).filter((row) => context.access.may("get", row.kind, row.id));
    const answer = create(method.output);
    const { number, size } = pageOf(method, request, rows.length);
    if (entries !== undefined) {
      const list = reflect(method.output, answer);
      for (const row of rows.slice(number * size, (number + 1) * size)) {
        list.get(entries).add(reflect(type.desc, resourceOf(type, row)));
      }
      if (pages !== undefined) list.set(pages, Math.ceil(rows.length / size));
    }
    return answer;
  };
}

function environmentOf({ store }: Context, method: DescMethodUnary, request: Message, org: string): string {
  const env = textAt(method.input, request, "env");
  return env === "" ? "" : environmentId(store, org, env);
}

/** The page that a request asks for, 0-based; all of it where it asks for none. */
function pageOf(method: DescMethodUnary, request: Message, total: number) {
  const field = messageField(method.input, "page");
  const page = field && reflect(method.input, request).get(field).message;
  const whole = { number: 0, size: Math.max(total, 1) };
  if (page === undefined || page.$typeName !== PageInfoSchema.typeName) return whole;
  const { num, size } = page as typeof page & { num: number; size: number }; // PageInfo, by its type name
  return size > 0 ? { number: Math.max(num, 0), size } : whole;
}

function entriesOf(output: DescMessage, type: ResourceType) {
  const field = output.fields.find((candidate) => candidate.name === "entries");
  const isList = field?.fieldKind === "list" && field.listKind === "message";
  return isList && field.message.typeName === type.desc.typeName ? field : undefined;
}
