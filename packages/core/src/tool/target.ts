import { createHash } from "node:crypto";
import type { DescMessage, DescMethodUnary, JsonObject, MessageInitShape } from "@bufbuild/protobuf";
import { schemaOf, toJson } from "../call/schemas.ts";
import { kindOf } from "../contract/permission.ts";
import type { ApiResource } from "./api-resource.ts";
import { canonical } from "./canonical.ts";
import type { Method, Send, Target } from "./tool.ts";

/** How a guarded tool finds what it acts on: by one read, or by code with the reads it may call. */
export type TargetSpec<Args, Desc extends DescMessage> =
  | { readonly rpc: DescMethodUnary<Desc, DescMessage>; readonly request: (args: Args) => MessageInitShape<Desc> }
  | { readonly reads: readonly Method[]; readonly locate: (args: Args, read: Send) => Promise<Target> };

/** The reads that a target may call. */
export function targetReads<Args, Desc extends DescMessage>(spec: TargetSpec<Args, Desc>): readonly Method[] {
  return "rpc" in spec ? [spec.rpc] : spec.reads;
}

/** Finds what a guarded call acts on. */
export async function locate<Args, Desc extends DescMessage>(
  spec: TargetSpec<Args, Desc>,
  args: Args,
  read: Send,
): Promise<Target> {
  if ("locate" in spec) return spec.locate(args, read);
  return targetOf(spec.rpc, (await read(spec.rpc, spec.request(args))) as ApiResource);
}

/** Describes a resource of the kind that the method's service manages. */
export function targetOf(method: Method, resource: ApiResource): Target {
  const metadata = resource.metadata;
  return {
    kind: kindOf(method.parent) ?? "resource",
    id: metadata?.id ?? "",
    name: metadata?.name || metadata?.slug || "",
    ...(metadata?.slug ? { slug: metadata.slug } : {}),
    ...(metadata?.org ? { org: metadata.org } : {}),
    ...(metadata?.env ? { env: metadata.env } : {}),
    version: metadata?.version?.id || stateOf(method, resource),
  };
}

/** A digest of all that a person decides about. Status moves by itself, and stamps say when and not what. */
function stateOf(method: Method, resource: ApiResource): string {
  const schema = [method.output, method.input].find(({ typeName }) => typeName === resource.$typeName);
  const { status: _, ...state } = toJson(schema ?? schemaOf(resource), resource) as JsonObject; // a resource is an object
  return createHash("sha256").update(canonical(state)).digest("base64url");
}

/** A target as plans and audits show it: under the contract's names, and without the version, which is for seals. */
export type ShownTarget = ReturnType<typeof shownTarget>;

export function shownTarget({ version: _, cloudResourceKind, ...target }: Target) {
  return { ...target, ...(cloudResourceKind === undefined ? {} : { cloud_resource_kind: cloudResourceKind }) };
}
