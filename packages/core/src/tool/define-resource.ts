import type { Complete } from "./complete.ts";
import type { DeclaredMethod, ToolContext } from "./tool.ts";

/** Variables of a URI template with their values. One of the query that the URI doesn't have is not set. */
export type UriVariables = Readonly<Record<string, string>>;

/** What is read in a resource, or made for it, is told with these. */
export interface ResourceFacts {
  /** A URI, or a template: `thing://{id}`, with `{?org,page}` at its end for a query. */
  readonly uri: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly mimeType: string;
  /** Bytes, of a resource that is always the same. */
  readonly size?: number;
  /** Who it is for, and how much it matters from 0 to 1. */
  readonly annotations?: { readonly audience: ("user" | "assistant")[]; readonly priority: number };
  /**
   * For how long clients may keep what they have read, in seconds; `forEverybody` where each caller is told the same.
   * Default: not at all. Only the protocol of 2026-07-28 tells it.
   */
  readonly cache?: { readonly seconds: number; readonly forEverybody: boolean };
}

/** An MCP resource, or a template of them, as data. */
export interface Resource extends ResourceFacts {
  /** The RPCs that reading it may call. */
  readonly reads: readonly DeclaredMethod[];
  readonly read: (variables: UriVariables, context: ToolContext) => Promise<unknown>;
  /** Values that start with what was typed, by template variable. */
  readonly complete?: Readonly<Record<string, Complete>>;
}

/** Defines an MCP resource, or a template of them. */
export function defineResource(resource: Resource): Resource {
  for (const variable of Object.keys(resource.complete ?? {})) {
    if (!variablesOf(resource.uri).includes(variable)) {
      throw new TypeError(`${resource.uri} has no variable ${variable} to complete.`);
    }
  }
  return resource;
}

/** The variables of a URI template, in order; none for a plain URI. */
export function variablesOf(uri: string): readonly string[] {
  return [...uri.matchAll(/\{\??([\w,]+)\}/g)].flatMap(([, names = ""]) => names.split(","));
}

/** The variables' values where `uri` fits the template, else nothing. A query may leave out any variable, in any order. */
export function matchUri(template: string, uri: string): UriVariables | undefined {
  const [path = "", inQuery = []] = splitQuery(template);
  const [start, query] = inQuery.length === 0 ? [uri, undefined] : cutAtQuery(uri);
  const pattern = path
    .split(/\{\w+\}/)
    .map((literal) => literal.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("([^/?#]+)");
  const match = new RegExp(`^${pattern}$`).exec(start);
  const given = [...new URLSearchParams(query)];
  if (match === null || given.some(([name]) => !inQuery.includes(name))) return undefined;
  const inPath = variablesOf(path).map((name, index) => [name, decoded(match[index + 1] ?? "")]);
  return Object.fromEntries([...inPath, ...given.filter(([, value]) => value !== "")]);
}

/** A template without its query, and the names in that. */
function splitQuery(template: string): [path: string, names: readonly string[]] {
  const [, path = template, names] = /^(.*)\{\?([\w,]+)\}$/.exec(template) ?? [];
  return [path, names?.split(",") ?? []];
}

function cutAtQuery(uri: string): [start: string, query: string | undefined] {
  const at = uri.indexOf("?");
  return at < 0 ? [uri, undefined] : [uri.slice(0, at), uri.slice(at + 1)];
}

/** What isn't well encoded was meant as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
