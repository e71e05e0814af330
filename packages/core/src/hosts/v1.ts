import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import type { RequestHandlerExtra } from "@modelcontextprotocol/sdk/shared/protocol.js";
import type { ServerNotification, ServerRequest } from "@modelcontextprotocol/sdk/types.js";
import { type Catalogue, compose } from "../catalogue/catalogue.ts";
import type { Plugin } from "../tool/define-plugin.ts";
import { variablesOf } from "../tool/define-resource.ts";
import type { HostRuntime, RequestContext } from "./host.ts";
import { offerOf } from "./offer.ts";

export type { HostRuntime, RequestAuth, RequestContext } from "./host.ts";

/**
 * Adds plugins to an `McpServer` of somebody else's host, `@modelcontextprotocol/sdk` 1.x. All of them in one call, so
 * that each knows what else there is. Resolves with the composed catalogue.
 */
export async function mountPlugins(
  server: McpServer,
  plugins: readonly Plugin[],
  runtime: HostRuntime,
): Promise<Catalogue> {
  const catalogue = compose(plugins);
  const offer = offerOf(catalogue, runtime);
  const { ResourceTemplate } = await import("@modelcontextprotocol/sdk/server/mcp.js");
  for (const { name, title, description, annotations } of offer.tools) {
    const tool = await catalogue.load(name);
    if (tool === undefined) throw new TypeError(`${name} is in the catalogue and not in the plugin's code.`);
    server.registerTool(name, { title, description, annotations, inputSchema: tool.input }, async (args, extra) => ({
      ...(await offer.callTool(name, args, requestOf(extra))),
    }));
  }
  for (const { uri, name, ...about } of offer.resources) {
    server.registerResource(name, uri, about, async (url, extra) => ({
      contents: [await offer.readResource(url.href, requestOf(extra))],
    }));
  }
  for (const { uriTemplate, name, ...about } of offer.templates) {
    const complete = Object.fromEntries(
      variablesOf(uriTemplate).map((variable) => [
        variable,
        async (typed: string) => [...(await offer.complete(uriTemplate, variable, typed, detached))],
      ]),
    );
    const template = new ResourceTemplate(uriTemplate, { list: undefined, complete });
    server.registerResource(name, template, about, async (url, _variables, extra) => ({
      contents: [await offer.readResource(url.href, requestOf(extra))],
    }));
  }
  for (const plugin of plugins) {
    for (const { name, title, description, input } of (await plugin.load()).prompts) {
      if (!offer.prompts.some((prompt) => prompt.name === name)) continue;
      server.registerPrompt(name, { title, description, argsSchema: input.shape }, async (args, extra) => {
        const { text, ...about } = await offer.getPrompt(name, args, requestOf(extra));
        return { ...about, messages: [{ role: "user", content: { type: "text", text } }] };
      });
    }
  }
  return catalogue;
}

function requestOf({
  signal,
  authInfo,
  _meta,
}: RequestHandlerExtra<ServerRequest, ServerNotification>): RequestContext {
  return { signal, auth: authInfo, meta: _meta };
}

/** The SDK hands a completion of a template no request context: it is made with the host's own credential, if any. */
const detached: RequestContext = { signal: new AbortController().signal, auth: undefined, meta: undefined };
