import * as z from "zod";
import { type Catalogue, compose } from "../catalogue/catalogue.ts";
import type { Plugin } from "../tool/define-plugin.ts";
import type { Prompt } from "../tool/define-prompt.ts";
import { variablesOf } from "../tool/define-resource.ts";
import type { Tool } from "../tool/tool.ts";
import type { HostRuntime, RequestContext } from "./host.ts";
import { type Completing, type ListedTool, type Offer, offerOf } from "./offer.ts";

/** As both SDKs call it: `context` tells what has been filled in already. */
type Completer = (
  typed: string | undefined,
  context?: { arguments?: Record<string, string> | undefined },
) => Promise<string[]>;

/** The protocol knows only texts. */
type PromptArgument = z.ZodType<string | undefined, string | undefined>;

/** What an SDK's own `McpServer` has to be told of plugins, whichever SDK that is. All of their code is loaded. */
export interface Mounting {
  readonly catalogue: Catalogue;
  readonly offer: Offer;
  /** The tools that are listed, each with the zod object of its arguments. */
  readonly tools: readonly (ListedTool & Pick<Tool, "input">)[];
  readonly templates: readonly (Offer["templates"][number] & {
    readonly complete: Readonly<Record<string, Completer>>;
  })[];
  /** The prompts that are offered, with a schema of each argument that is this mounting's own, to be marked by the SDK. */
  readonly prompts: readonly (Pick<Prompt, "name" | "title" | "description"> & {
    readonly shape: Readonly<Record<string, PromptArgument>>;
    readonly complete: Readonly<Record<string, Completer>>;
  })[];
}

export async function mountingOf(plugins: readonly Plugin[], runtime: HostRuntime): Promise<Mounting> {
  const catalogue = compose(plugins);
  const offer = offerOf(catalogue, runtime);
  const code = await Promise.all(plugins.map((plugin) => plugin.load()));
  const inputs = new Map(code.flatMap(({ tools }) => tools.map(({ name, input }) => [name, input] as const)));
  return {
    catalogue,
    offer,
    tools: offer.tools.map((tool) => {
      const input = inputs.get(tool.name);
      if (input === undefined) throw new TypeError(`${tool.name} is in the catalogue and not in the plugin's code.`);
      return { ...tool, input };
    }),
    templates: offer.templates.map((template) => ({
      ...template,
      complete: completersOf({ template: template.uriTemplate }, variablesOf(template.uriTemplate), offer),
    })),
    prompts: code
      .flatMap(({ prompts }) => prompts)
      .filter(({ name }) => offer.prompts.some((prompt) => prompt.name === name))
      .map(({ name, title, description, input, complete }) => ({
        name,
        title,
        description,
        shape: Object.fromEntries(
          Object.entries<PromptArgument>(input.shape).map(([key, type]) => [key, type.clone()]),
        ),
        complete: completersOf({ prompt: name }, Object.keys(complete), offer),
      })),
  };
}

/** The schema of an argument with what it is made of marked: the second SDK looks for its mark within what is optional. */
export function markWithin(type: PromptArgument, mark: (inner: PromptArgument) => PromptArgument): PromptArgument {
  if (!(type instanceof z.ZodOptional)) return mark(type);
  // Within an optional text there is a text; it is cloned, for the plugin's own has to stay unmarked.
  const marked = mark((type.unwrap() as PromptArgument).clone()).optional();
  return type.description === undefined ? marked : marked.describe(type.description);
}

/** The SDKs hand a completion no request context: it is made with the host's own credential, if any. */
const detached: RequestContext = { signal: new AbortController().signal, auth: undefined, meta: undefined };

function completersOf(
  of: Completing["of"],
  names: readonly string[],
  offer: Offer,
): Readonly<Record<string, Completer>> {
  return Object.fromEntries(
    names.map((argument): [string, Completer] => [
      argument,
      async (typed = "", context) => [
        ...(await offer.complete({ of, argument, typed, given: context?.arguments }, detached)),
      ],
    ]),
  );
}
