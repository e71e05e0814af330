import type {
  CallToolResult,
  McpServer,
  ReadResourceResult,
  Server,
  ServerContext,
} from "@modelcontextprotocol/server";
import { type Catalogue, compose } from "../catalogue/catalogue.ts";
import type { Plugin } from "../tool/define-plugin.ts";
import { variablesOf } from "../tool/define-resource.ts";
import type { HostRuntime, RequestContext } from "./host.ts";
import { type Offer, offerOf } from "./offer.ts";

export { compose } from "../catalogue/catalogue.ts";
export type { HostRuntime, RequestAuth, RequestContext } from "./host.ts";
export { type Offer, offerOf } from "./offer.ts";

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
    toolResult(await offer.callTool(params.name, params.arguments, requestOf(context))),
  );
  if (offer.resources.length + offer.templates.length > 0) {
    server.setRequestHandler("resources/list", () => list({ resources: offer.resources }));
    server.setRequestHandler("resources/templates/list", () => list({ resourceTemplates: offer.templates }));
    server.setRequestHandler("resources/read", async ({ params }, context) => ({
      contents: [await offer.readResource(params.uri, requestOf(context))],
    }));
    server.setRequestHandler("completion/complete", async ({ params: { ref, argument } }, context) => ({
      completion: {
        values:
          ref.type === "ref/resource"
            ? [...(await offer.complete(ref.uri, argument.name, argument.value, requestOf(context)))]
            : [],
      },
    }));
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
    ...(offer.prompts.length > 0 ? { prompts: {} } : {}),
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
  const catalogue = compose(plugins);
  const offer = offerOf(catalogue, runtime);
  const { ResourceTemplate } = await import("@modelcontextprotocol/server");
  for (const { name, title, description, annotations } of offer.tools) {
    const tool = await catalogue.load(name);
    if (tool === undefined) throw new TypeError(`${name} is in the catalogue and not in the plugin's code.`);
    server.registerTool(name, { title, description, annotations, inputSchema: tool.input }, async (args, context) =>
      toolResult(await offer.callTool(name, args, requestOf(context))),
    );
  }
  const read = async (uri: URL, context: ServerContext): Promise<ReadResourceResult> => ({
    contents: [await offer.readResource(uri.href, requestOf(context))],
  });
  for (const { uri, name, ...about } of offer.resources) {
    server.registerResource(name, uri, about, (url, context) => read(url, context));
  }
  for (const { uriTemplate, name, ...about } of offer.templates) {
    const complete = Object.fromEntries(
      variablesOf(uriTemplate).map((variable) => [
        variable,
        async (typed: string) => [...(await offer.complete(uriTemplate, variable, typed, detached))],
      ]),
    );
    const template = new ResourceTemplate(uriTemplate, { list: undefined, complete });
    server.registerResource(name, template, about, (url, _variables, context) => read(url, context));
  }
  for (const plugin of plugins) {
    for (const { name, title, description, input } of (await plugin.load()).prompts) {
      if (!offer.prompts.some((prompt) => prompt.name === name)) continue;
      server.registerPrompt(name, { title, description, argsSchema: input }, async (args, context) =>
        promptResult(await offer.getPrompt(name, args, requestOf(context))),
      );
    }
  }
  return catalogue;
}

function requestOf({ mcpReq, http }: ServerContext): RequestContext {
  return { signal: mcpReq.signal, auth: http?.authInfo, meta: mcpReq._meta };
}

/** The SDK hands a completion of a template no request context: it is made with the host's own credential, if any. */
const detached: RequestContext = { signal: new AbortController().signal, auth: undefined, meta: undefined };

function toolResult(result: Awaited<ReturnType<Offer["callTool"]>>): CallToolResult {
  return result;
}

function promptResult({ description, text }: { description: string; text: string }) {
  return { description, messages: [{ role: "user" as const, content: { type: "text" as const, text } }] };
}
