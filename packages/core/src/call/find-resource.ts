import type { Catalogue } from "../catalogue/catalogue.ts";
import { matchUri, type Resource, type UriVariables } from "../tool/define-resource.ts";
import { Failure } from "./failure.ts";
import { nearest } from "./nearest.ts";

/** The resource that a URI names, or whose template it fits. Loads the plugin that it comes from. */
export async function findResource(
  { plugins }: Catalogue,
  uri: string,
): Promise<{ readonly resource: Resource; readonly variables: UriVariables } | undefined> {
  const home = plugins.find(({ catalogue }) => catalogue.resources.some((entry) => matchUri(entry.uri, uri)));
  for (const resource of (await home?.load())?.resources ?? []) {
    const variables = matchUri(resource.uri, uri);
    if (variables !== undefined) return { resource, variables };
  }
  return undefined;
}

/** What whoever asks for a resource that there is not is told: the nearest, by the whole URI or by its scheme. */
export function noSuchResource(catalogue: Catalogue, uri: string): Failure {
  const known = catalogue.resources.map((entry) => entry.uri);
  const near = nearest(uri, known) ?? nearestByScheme(uri, known);
  const message = `There is no resource ${uri}.${near === undefined ? "" : ` Did you mean ${near}?`}`;
  return new Failure({ code: "invalid_arguments", message, problems: [{ argument: "uri", message }] });
}

function nearestByScheme(uri: string, known: readonly string[]): string | undefined {
  const schemeOf = (text: string) => text.split(":")[0] ?? "";
  const scheme = nearest(schemeOf(uri), known.map(schemeOf));
  // What fits the scheme by its template says what goes where.
  return known.toSorted((a, b) => b.length - a.length).find((each) => schemeOf(each) === scheme);
}
