import { parseArguments } from "../call/arguments.ts";
import { Failure } from "../call/failure.ts";
import { findResource, noSuchResource } from "../call/find-resource.ts";
import { didYouMean } from "../call/nearest.ts";
import { remembering } from "../call/remember.ts";
import { runReading, textOf } from "../call/run-reading.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { ToolContext } from "../tool/tool.ts";
import { callerOf, type HostRuntime, type RequestContext } from "./host.ts";
import type { Completing, PromptText, ResourceReading } from "./offer.ts";
import { UnknownName } from "./unknown-name.ts";

/** Reads the resource that a URI names or that has a template which it fits. */
export async function readResource(
  catalogue: Catalogue,
  runtime: HostRuntime,
  uri: string,
  request: RequestContext,
): Promise<ResourceReading> {
  const found = await findResource(catalogue, uri);
  if (found === undefined) throw new UnknownName(noSuchResource(catalogue, uri).facts.message);
  const { resource, variables } = found;
  const { answer, redaction } = await runReading(
    resource.uri,
    resource.reads,
    (context) => resource.read(variables, context),
    callerOf(request, runtime),
    runtime,
    catalogue,
  );
  return { contents: { uri, mimeType: resource.mimeType, text: textOf(answer, redaction) }, cache: resource.cache };
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
  if (!isOffered || prompt === undefined) {
    const names = catalogue.prompts.map((offered) => offered.name);
    throw new UnknownName(`There is no prompt ${name}.${didYouMean(name, names)}`);
  }
  const parsed = parseArguments(prompt, args);
  const { answer, redaction } = await runReading(
    prompt.name,
    prompt.reads,
    // The arguments have just been parsed by the prompt's own input.
    (context) => prompt.render(parsed as never, context),
    callerOf(request, runtime),
    runtime,
    catalogue,
    true,
  );
  return { description: prompt.description, text: textOf(answer, redaction) };
}

/** Values for a variable of a template or an argument of a prompt; none where it has no such, or the caller may not know. */
export async function complete(
  catalogue: Catalogue,
  runtime: HostRuntime,
  { of, argument, typed, given = {} }: Completing,
  request: RequestContext,
): Promise<readonly string[]> {
  const { name, reads, completer } = (await completerOf(catalogue, of, argument)) ?? {};
  if (name === undefined || reads === undefined || completer === undefined) return [];
  const caller = callerOf(request, runtime);
  const run = (context: ToolContext) => {
    const read = remembering(context.read, runtime.backend, caller.credential);
    return completer(typed, { ...context, read }, given);
  };
  try {
    return (await runReading(name, reads, run, caller, runtime, catalogue)).answer;
  } catch (error) {
    // It is in the log. Somebody who types is helped by no error.
    if (Failure.is(error)) return [];
    throw error;
  }
}

async function completerOf({ plugins, prompts }: Catalogue, of: Completing["of"], argument: string) {
  if ("template" in of) {
    const home = plugins.find(({ catalogue }) => catalogue.resources.some(({ uri }) => uri === of.template));
    const resource = (await home?.load())?.resources.find(({ uri }) => uri === of.template);
    return resource && { name: resource.uri, reads: resource.reads, completer: ownIn(resource.complete, argument) };
  }
  if (!prompts.some(({ name }) => name === of.prompt)) return undefined;
  const home = plugins.find(({ catalogue }) => catalogue.prompts.some(({ name }) => name === of.prompt));
  const prompt = (await home?.load())?.prompts.find(({ name }) => name === of.prompt);
  return prompt && { name: prompt.name, reads: prompt.reads, completer: ownIn(prompt.complete, argument) };
}

/** A client may ask for any name, that of a method of all objects included. */
function ownIn<Value>(record: Readonly<Record<string, Value>> = {}, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
