import type { JsonObject } from "@bufbuild/protobuf";
import type { CallResult } from "../call/render.ts";
import {
  type Catalogue,
  narrow,
  type PromptEntry,
  type ResourceEntry,
  type ToolEntry,
} from "../catalogue/catalogue.ts";
import type { Selection } from "../catalogue/selection.ts";
import type { Question } from "../guard/guard.ts";
import type { Annotations } from "../tool/effect.ts";
import { callerOf, type HostRuntime, type RequestContext } from "./host.ts";
import { UnknownName } from "./unknown-name.ts";

/** A tool as `tools/list` shows it. */
export interface ListedTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: { readonly type: "object" } & JsonObject;
  readonly annotations: Annotations;
}

/** What a server offers, in the terms of MCP and of no SDK. Everything that can be made once is made here. */
export interface Offer {
  /** What all of it is made of. */
  readonly catalogue: Catalogue;
  readonly tools: readonly ListedTool[];
  readonly resources: readonly Omit<ResourceEntry, "cache">[];
  readonly templates: readonly (Omit<ResourceEntry, "cache" | "uri"> & { readonly uriTemplate: string })[];
  readonly prompts: readonly Omit<PromptEntry, "tools">[];
  /** Loads what every call needs, whatever it calls. */
  readonly load: () => Promise<unknown>;
  readonly callTool: (name: string, args: unknown, request: RequestContext) => Promise<CallResult | Question>;
  readonly readResource: (uri: string, request: RequestContext) => Promise<ResourceReading>;
  readonly getPrompt: (name: string, args: unknown, request: RequestContext) => Promise<PromptText>;
  /** All values; the protocol takes 100 at once. */
  readonly complete: (asked: Completing, request: RequestContext) => Promise<readonly string[]>;
}

/** What a client wants completed: a variable of a template, or an argument of a prompt. */
export interface Completing {
  readonly of: { readonly template: string } | { readonly prompt: string };
  readonly argument: string;
  readonly typed: string;
  /** What has been filled in already. */
  readonly given?: Readonly<Record<string, string>> | undefined;
}

/** Whether a call waits for a person's answer. */
export function isQuestion(outcome: CallResult | Question): outcome is Question {
  return "seal" in outcome && !("content" in outcome);
}

export interface ResourceText {
  readonly uri: string;
  readonly mimeType: string;
  readonly text: string;
}

/** A resource as it was read, and for how long it may be kept. */
export interface ResourceReading {
  readonly contents: ResourceText;
  readonly cache: ResourceEntry["cache"];
}

export interface PromptText {
  readonly description: string;
  readonly text: string;
}

/**
 * The offer of a composed catalogue: what the runtime's selection leaves on, and where a caller has a narrower one, that
 * too. The code behind a call, ours included, is loaded with the first call.
 */
export function offerOf(everything: Catalogue, runtime: HostRuntime, narrower?: Selection): Offer {
  const selections = narrower === undefined ? [runtime] : [runtime, { reveal: runtime.reveal, ...narrower }];
  const catalogue = narrow(everything, selections);
  const isTemplate = ({ uri }: ResourceEntry) => uri.includes("{");
  const readings = () => import("./readings.ts");
  return {
    catalogue,
    tools: catalogue.tools.map(listedTool),
    resources: catalogue.resources.filter((entry) => !isTemplate(entry)).map(({ cache: _, ...entry }) => entry),
    templates: catalogue.resources
      .filter(isTemplate)
      .map(({ uri, cache: _, ...entry }) => ({ uriTemplate: uri, ...entry })),
    prompts: catalogue.prompts.map(({ tools: _, ...entry }) => entry),
    load: () => import("../call/run-tool.ts"),
    async callTool(name, args, request) {
      const [tool, { runTool }] = await loaded(name, runtime, [catalogue.load(name), import("../call/run-tool.ts")]);
      if (tool === undefined) {
        const { refuseCall } = await import("../call/refuse-call.ts");
        const refused = refuseCall(name, everything, selections);
        if (refused === undefined) throw new UnknownName(`There is no tool ${name}.${catalogue.didYouMean(name)}`);
        return refused;
      }
      return runTool(tool, args, callerOf(request, runtime), runtime, catalogue, request.asking);
    },
    readResource: async (...given) => (await readings()).readResource(catalogue, runtime, ...given),
    getPrompt: async (...given) => (await readings()).getPrompt(catalogue, runtime, ...given),
    complete: async (...given) => (await readings()).complete(catalogue, runtime, ...given),
  };
}

export function listedTool({ name, title, description, inputSchema, annotations }: ToolEntry): ListedTool {
  return { name, title, description, inputSchema, annotations };
}

/**
 * Code that is loaded with a call. It is missing where the files of a running server were replaced; the client is told
 * that, and where which file was missing is for the log.
 */
async function loaded<Parts extends readonly unknown[]>(
  tool: string,
  { onCall }: HostRuntime,
  parts: readonly [...{ readonly [Index in keyof Parts]: Promise<Parts[Index]> }],
): Promise<Parts> {
  try {
    // What Promise.all makes of a tuple of promises.
    return (await Promise.all(parts)) as unknown as Parts;
  } catch (error) {
    onCall?.({ tool, milliseconds: 0, outcome: "internal", rpcs: [], error: String(error) });
    throw new Error("A part of the MCP server could not be loaded: it was probably updated. Restart it.");
  }
}
