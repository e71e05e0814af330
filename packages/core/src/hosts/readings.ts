import { parseArguments } from "../call/arguments.ts";
import { runReading, textOf } from "../call/run-reading.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { matchUri, type Resource, type UriVariables } from "../tool/define-resource.ts";
import { callerOf, type HostRuntime, type RequestContext } from "./host.ts";
import type { PromptText, ResourceText } from "./offer.ts";
import { UnknownName } from "./unknown-name.ts";

/** Reads the resource that a URI names or that has a template which it fits. */
export async function readResource(
  catalogue: Catalogue,
  runtime: HostRuntime,
  uri: string,
  request: RequestContext,
): Promise<ResourceText> {
  const found = await findResource(catalogue, uri);
  if (found === undefined) throw new UnknownName(`There is no resource ${uri}.`);
  const { resource, variables } = found;
  const { answer, redaction } = await runReading(
    resource.uri,
    resource.reads,
    (context) => resource.read(variables, context),
    callerOf(request, runtime),
    runtime,
    catalogue,
  );
  return { uri, mimeType: resource.mimeType, text: textOf(answer, redaction) };
}

async function findResource(
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

/** Renders a prompt for its arguments. */
export async function getPrompt(
  catalogue: Catalogue,
  runtime: HostRuntime,
  name: string,
  args: unknown,
  request: RequestContext,
): Promise<PromptText> {
  const isOffered = catalogue.prompts.some((prompt) => prompt.name === name);
  const home = catalogue.plugins.find((plugin) => plugin.catalogue.prompts.some((prompt) => prompt.name === name));
  const prompt = (await home?.load())?.prompts.find((candidate) => candidate.name === name);
  if (!isOffered || prompt === undefined) throw new UnknownName(`There is no prompt ${name}.`);
  const parsed = parseArguments(prompt, args);
  const { answer, redaction } = await runReading(
    prompt.name,
    prompt.reads,
    // The arguments have just been parsed by the prompt's own input.
    (context) => prompt.render(parsed as never, context),
    callerOf(request, runtime),
    runtime,
    catalogue,
  );
  return { description: prompt.description, text: textOf(answer, redaction) };
}

/** Up to 100 values for a variable of a resource template; none where the template completes no such variable. */
export async function complete(
  catalogue: Catalogue,
  runtime: HostRuntime,
  uri: string,
  variable: string,
  typed: string,
  request: RequestContext,
): Promise<readonly string[]> {
  const home = catalogue.plugins.find((plugin) => plugin.catalogue.resources.some((entry) => entry.uri === uri));
  const resource = (await home?.load())?.resources.find((candidate) => candidate.uri === uri);
  const completer = resource?.complete?.[variable];
  if (resource === undefined || completer === undefined) return [];
  const { answer } = await runReading(
    resource.uri,
    resource.reads,
    (context) => completer(typed, context),
    callerOf(request, runtime),
    runtime,
    catalogue,
  );
  return answer.slice(0, 100);
}
