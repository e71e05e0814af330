import type { Catalogue } from "../catalogue/catalogue.ts";
import type { DeclaredMethod, ToolContext } from "../tool/tool.ts";
import { checkRequest } from "./check-request.ts";
import { findResource, noSuchResource } from "./find-resource.ts";
import { plainAnswer } from "./render.ts";
import { followerOf, type SendOptions, senderOf } from "./send.ts";

interface Surroundings extends Pick<ToolContext, "signal" | "progress" | "keepSecret" | "secret"> {
  readonly catalogue: Catalogue;
  readonly readsResources: boolean;
}

/** What the code of a tool, a resource or a prompt is handed: it may call what it has declared, and nothing else. */
export function contextOf(
  reads: readonly DeclaredMethod[],
  options: SendOptions,
  surroundings: Surroundings,
): ToolContext {
  const { redaction, args } = options;
  const { catalogue, signal, progress, keepSecret, secret, readsResources } = surroundings;
  return {
    read: senderOf(reads, true, options),
    follow: followerOf(reads, options),
    progress,
    hide: (text) => redaction.printed(text),
    check: (method, request) => {
      const message = checkRequest(method, request, args);
      // A plan shows what has not been sent.
      redaction.learn(method.input, message);
      return message;
    },
    async readResource(uri) {
      if (!readsResources) throw new TypeError(`${uri} is read by what has not declared that it reads resources.`);
      const found = await findResource(catalogue, uri);
      if (found === undefined) throw noSuchResource(catalogue, uri);
      const { resource, variables } = found;
      // The same caller and the same secrets to hide, but the resource's own reads and no resources in its turn.
      const inner = contextOf(resource.reads, { ...options, args: {} }, { ...surroundings, readsResources: false });
      const answer = await resource.read(variables, inner);
      return {
        mimeType: resource.mimeType,
        content: typeof answer === "string" ? redaction.text(answer) : plainAnswer(answer, redaction),
      };
    },
    keepSecret,
    secret,
    catalogue,
    signal,
  };
}
