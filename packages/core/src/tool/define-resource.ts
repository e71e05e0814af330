import type { DeclaredMethod, ToolContext } from "./tool.ts";

/** Variables of a URI template with their values. */
export type UriVariables = Readonly<Record<string, string>>;

/** An MCP resource, or a template of them, as data. */
export interface Resource {
  /** A URI, or a template whose variables are `{name}`. */
  readonly uri: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly mimeType: string;
  /** The RPCs that reading it may call. */
  readonly reads: readonly DeclaredMethod[];
  readonly read: (variables: UriVariables, context: ToolContext) => Promise<unknown>;
  /** Values that start with what was typed, by template variable. */
  readonly complete?: Readonly<Record<string, (typed: string, context: ToolContext) => Promise<readonly string[]>>>;
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
  return [...uri.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
}

/** The variables' values where `uri` fits the template, else nothing. */
export function matchUri(template: string, uri: string): UriVariables | undefined {
  const pattern = template
    .split(/\{\w+\}/)
    .map((literal) => literal.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("([^/?#]+)");
  const match = new RegExp(`^${pattern}$`).exec(uri);
  if (match === null) return undefined;
  return Object.fromEntries(
    variablesOf(template).map((name, index) => [name, decodeURIComponent(match[index + 1] ?? "")]),
  );
}
