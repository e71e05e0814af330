import type {
  CallToolResult,
  McpServer,
  ReadResourceResult,
  Server,
  ServerContext,
} from "@modelcontextprotocol/server";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Plugin } from "../tool/define-plugin.ts";
import type { HostRuntime, RequestContext } from "./host.ts";
import type { Offer } from "./offer.ts";

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
  // Loaded here, since a server that only serves an offer never needs it.
  const { mountingOf } = await import("./mounting.ts");
  const { catalogue, offer, tools, templates, prompts } = await mountingOf(plugins, runtime);
  const { ResourceTemplate } = await import("@modelcontextprotocol/server");
  for (const { name, title, description, annotations, input } of tools) {
    server.registerTool(name, { title, description, annotations, inputSchema: input }, async (args, context) =>
      toolResult(await offer.callTool(name, args, requestOf(context))),
    );
  }
  const read = async (uri: URL, context: ServerContext): Promise<ReadResourceResult> => ({
    contents: [await offer.readResource(uri.href, requestOf(context))],
  });
  for (const { uri, name, ...about } of offer.resources) server.registerResource(name, uri, about, read);
  for (const { uriTemplate, name, complete, ...about } of templates) {
    const template = new ResourceTemplate(uriTemplate, { list: undefined, complete });
    server.registerResource(name, template, about, (uri, _variables, context) => read(uri, context));
  }
  for (const { name, title, description, input } of prompts) {
    server.registerPrompt(name, { title, description, argsSchema: input }, async (args, context) =>
      promptResult(await offer.getPrompt(name, args, requestOf(context))),
    );
  }
  return catalogue;
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

function toolResult(result: Awaited<ReturnType<Offer["callTool"]>>): CallToolResult {
  return result;
}

function promptResult({ description, text }: { description: string; text: string }) {
  return { description, messages: [{ role: "user" as const, content: { type: "text" as const, text } }] };
}
