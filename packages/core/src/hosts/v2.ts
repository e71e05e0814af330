import type {
  CallToolResult,
  InputRequiredResult,
  McpServer,
  ReadResourceResult,
  Server,
  ServerContext,
} from "@modelcontextprotocol/server";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Plugin } from "../tool/define-plugin.ts";
import { matchUri } from "../tool/define-resource.ts";
import { answerIn, confirmationForm, type HostRuntime, type RequestContext, showsForms } from "./host.ts";
import { isQuestion, type Offer } from "./offer.ts";

export { compose } from "../catalogue/catalogue.ts";
export { checkSelection, type Selection, whyOff } from "../catalogue/selection.ts";
export { compactOffer } from "./compact-tools.ts";
export type { HostRuntime, RequestAuth, RequestContext } from "./host.ts";
export { instructionsOf } from "./instructions.ts";
export { isQuestion, type Offer, offerOf } from "./offer.ts";

/** As many as the protocol takes in one completion. */
const mostValues = 100;

/**
 * Answers all of a low-level server's requests from one offer that any number of servers share. This is the fast way:
 * nothing is converted or validated per server, per list or per request. `onList` is called when tools are listed.
 */
export function serveOffer(server: Server, offer: Offer, onList?: () => void): void {
  // The lists are shared and read-only; the SDK's types want them mutable and do not change them.
  const list = <Result>(result: unknown) => result as Result;
  server.setRequestHandler("tools/list", () => {
    onList?.();
    return list({ tools: offer.tools });
  });
  server.setRequestHandler("tools/call", async ({ params }, context) =>
    toolResult(await offer.callTool(params.name, params.arguments, askable(context, server))),
  );
  if (offer.resources.length + offer.templates.length > 0) {
    server.setRequestHandler("resources/list", () => list({ resources: offer.resources }));
    server.setRequestHandler("resources/templates/list", () => list({ resourceTemplates: offer.templates }));
    server.setRequestHandler("resources/read", async ({ params }, context) => readResult(offer, params.uri, context));
  }
  if (offer.resources.length + offer.templates.length + offer.prompts.length > 0) {
    server.setRequestHandler("completion/complete", async ({ params: { ref, argument, context: so } }, context) => {
      const of = ref.type === "ref/prompt" ? { prompt: ref.name } : { template: ref.uri };
      const asked = { of, argument: argument.name, typed: argument.value, given: so?.arguments };
      const values = await offer.complete(asked, requestOf(context));
      const { length: total } = values;
      return { completion: { values: values.slice(0, mostValues), total, hasMore: total > mostValues } };
    });
  }
  if (offer.prompts.length > 0) {
    server.setRequestHandler("prompts/list", () => list({ prompts: offer.prompts }));
    server.setRequestHandler("prompts/get", async ({ params }, context) =>
      promptResult(await offer.getPrompt(params.name, params.arguments, requestOf(context))),
    );
  }
}

/** The capabilities that a server needs for an offer. */
export function capabilitiesOf(offer: Offer) {
  return {
    tools: {},
    ...(offer.resources.length + offer.templates.length > 0 ? { resources: {}, completions: {} } : {}),
    ...(offer.prompts.length > 0 ? { prompts: {}, completions: {} } : {}),
  };
}

/**
 * Adds plugins to an `McpServer` of somebody else's host, `@modelcontextprotocol/server` 2.x. All of them in one call,
 * so that each knows what else there is. Resolves with the composed catalogue.
 */
export async function mountPlugins(
  server: McpServer,
  plugins: readonly Plugin[],
  runtime: HostRuntime,
): Promise<Catalogue> {
  // Loaded here, since a server that only serves an offer never needs it.
  const { markWithin, mountingOf } = await import("./mounting.ts");
  const { catalogue, offer, tools, templates, prompts } = await mountingOf(plugins, runtime);
  const { ResourceTemplate, completable } = await import("@modelcontextprotocol/server");
  const z = await import("zod");
  for (const { name, title, description, annotations, input } of tools) {
    server.registerTool(name, { title, description, annotations, inputSchema: input }, async (args, context) =>
      toolResult(await offer.callTool(name, args, askable(context, server.server))),
    );
  }
  const read = (uri: URL, context: ServerContext) => readResult(offer, uri.href, context);
  for (const { uri, name, ...about } of offer.resources) server.registerResource(name, uri, about, read);
  for (const { uriTemplate, name, complete, ...about } of templates) {
    const template = new ResourceTemplate(uriTemplate, { list: undefined, complete });
    // The SDK wants a query whole and in the template's order.
    template.uriTemplate.match = (uri) => matchUri(uriTemplate, uri) ?? null;
    server.registerResource(name, template, about, (uri, _variables, context) => read(uri, context));
  }
  for (const { name, title, description, shape, complete } of prompts) {
    const argsSchema = z.strictObject(
      Object.fromEntries(
        Object.entries(shape).map(([key, type]) => {
          const completer = complete[key];
          return [key, completer ? markWithin(type, (inner) => completable(inner, completer)) : type];
        }),
      ),
    );
    server.registerPrompt(name, { title, description, argsSchema }, async (args, context) =>
      promptResult(await offer.getPrompt(name, args, requestOf(context))),
    );
  }
  return catalogue;
}

async function readResult(offer: Offer, uri: string, context: ServerContext): Promise<ReadResourceResult> {
  const { contents, cache } = await offer.readResource(uri, requestOf(context));
  // Requests of the older protocol carry no envelope, and its answers no hint.
  if (cache === undefined || context.mcpReq.envelope === undefined) return { contents: [contents] };
  const { seconds, forEverybody } = cache;
  return { contents: [contents], ttlMs: seconds * 1000, cacheScope: forEverybody ? "public" : "private" };
}

function requestOf({ mcpReq, http }: ServerContext): RequestContext {
  return {
    signal: mcpReq.signal,
    auth: http?.authInfo,
    meta: mcpReq._meta,
    // The SDK wants an object of any keys, which an interface is not.
    notify: ({ method, params }) => mcpReq.notify({ method, params: { ...params } }),
  };
}

/** The key under which a question and its answer travel. */
const confirm = "confirm";

/** The context of a call, with whether its client can ask its person, and what the person answered. */
function askable(context: ServerContext, server: Server): RequestContext {
  const { inputResponses, requestState } = context.mcpReq;
  // Of one request where the protocol tells them with each, else of the connection.
  const envelope = context.mcpReq.envelope as Readonly<Record<string, unknown>> | undefined; // the SDK's type says {}
  const capabilities = envelope?.["io.modelcontextprotocol/clientCapabilities"] ?? server.getClientCapabilities();
  if (!showsForms(capabilities)) return requestOf(context);
  const seal = requestState<string>();
  const returned = inputResponses?.[confirm];
  const answer = seal === undefined || returned === undefined ? undefined : answerIn(returned, seal);
  return { ...requestOf(context), asking: { answer } };
}

function toolResult(outcome: Awaited<ReturnType<Offer["callTool"]>>): CallToolResult | InputRequiredResult {
  if (!isQuestion(outcome)) return outcome;
  return {
    resultType: "input_required",
    inputRequests: {
      [confirm]: {
        method: "elicitation/create",
        params: { mode: "form", message: outcome.text, requestedSchema: confirmationForm },
      },
    },
    requestState: outcome.seal,
  };
}

function promptResult({ description, text }: { description: string; text: string }) {
  return { description, messages: [{ role: "user" as const, content: { type: "text" as const, text } }] };
}
