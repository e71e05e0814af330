import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import type { RequestHandlerExtra } from "@modelcontextprotocol/sdk/shared/protocol.js";
import type { ServerNotification, ServerRequest } from "@modelcontextprotocol/sdk/types.js";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Plugin } from "../tool/define-plugin.ts";
import { matchUri } from "../tool/define-resource.ts";
import { answerIn, confirmationForm, type HostRuntime, type RequestContext, showsForms } from "./host.ts";
import { mountingOf } from "./mounting.ts";
import { isQuestion, type Offer } from "./offer.ts";

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
  const { catalogue, offer, tools, templates, prompts } = await mountingOf(plugins, runtime);
  const { ResourceTemplate } = await import("@modelcontextprotocol/sdk/server/mcp.js");
  const { completable } = await import("@modelcontextprotocol/sdk/server/completable.js");
  for (const { name, title, description, annotations, input } of tools) {
    server.registerTool(name, { title, description, annotations, inputSchema: input }, async (args, extra) => ({
      ...(await callTool(server, offer, name, args, extra)),
    }));
  }
  const read = async (uri: URL, extra: Extra) => ({
    contents: [(await offer.readResource(uri.href, requestOf(extra))).contents],
  });
  for (const { uri, name, ...about } of offer.resources) server.registerResource(name, uri, about, read);
  for (const { uriTemplate, name, complete, ...about } of templates) {
    const template = new ResourceTemplate(uriTemplate, { list: undefined, complete });
    // The SDK wants a query whole and in the template's order.
    template.uriTemplate.match = (uri) => matchUri(uriTemplate, uri) ?? null;
    server.registerResource(name, template, about, (uri, _variables, extra) => read(uri, extra));
  }
  for (const { name, title, description, shape, complete } of prompts) {
    const argsSchema = Object.fromEntries(
      Object.entries(shape).map(([key, type]) => [key, complete[key] ? completable(type, complete[key]) : type]),
    );
    server.registerPrompt(name, { title, description, argsSchema }, async (args, extra) => {
      const { text, ...about } = await offer.getPrompt(name, args, requestOf(extra));
      return { ...about, messages: [{ role: "user", content: { type: "text", text } }] };
    });
  }
  return catalogue;
}

/** How long a person has to answer, in milliseconds. Most clients give up on the call before. */
const answerMs = 600_000;

/** Calls a tool, and asks the person at the client where the tool wants that and the client can. */
async function callTool({ server }: McpServer, offer: Offer, name: string, args: unknown, extra: Extra) {
  const request = requestOf(extra);
  const asking = showsForms(server.getClientCapabilities()) ? {} : undefined;
  const outcome = await offer.callTool(name, args, { ...request, asking });
  if (!isQuestion(outcome)) return outcome;
  const { text, seal } = outcome;
  const returned = await server.elicitInput(
    { message: text, requestedSchema: confirmationForm },
    { relatedRequestId: extra.requestId, timeout: answerMs, signal: extra.signal },
  );
  const answered = await offer.callTool(name, args, { ...request, asking: { answer: answerIn(returned, seal) } });
  // A person who has answered is not asked again.
  if (isQuestion(answered)) throw new TypeError(`${name} asked twice.`);
  return answered;
}

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

function requestOf({ signal, authInfo, _meta, sendNotification }: Extra): RequestContext {
  return { signal, auth: authInfo, meta: _meta, notify: sendNotification };
}
