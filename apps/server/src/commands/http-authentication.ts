import type { IncomingMessage, ServerResponse } from "node:http";

/** The API key that a request brings, or nothing. */
export function bearerOf({ headers }: IncomingMessage): string | undefined {
  return /^Bearer +([\x21-\x7e]+) *$/i.exec(headers.authorization ?? "")?.[1];
}

/** Protected-resource metadata (RFC 9728): how this resource wants to be called. */
export const resourceMetadata = {
  path: "/.well-known/oauth-protected-resource/mcp",
  of: (request: IncomingMessage) => ({
    resource: `${originOf(request)}/mcp`,
    resource_name: "Planton MCP",
    bearer_methods_supported: ["header"],
  }),
};

/** A 401 for a request without an API key, in words for a person and as a challenge for a program. */
export function answerChallenge(request: IncomingMessage, response: ServerResponse): void {
  const message = "Send a Planton API key with every request, as Authorization: Bearer <key>.";
  // RFC 6750: a request without any credential is told no error code, one with a malformed credential is.
  const error = request.headers.authorization === undefined ? "" : `, error="invalid_token"`;
  const metadata = `${originOf(request)}${resourceMetadata.path}`;
  response
    .writeHead(401, {
      "content-type": "application/json",
      "www-authenticate": `Bearer realm="planton", resource_metadata="${metadata}"${error}`,
    })
    .end(`${JSON.stringify({ jsonrpc: "2.0", id: null, error: { code: -32001, message } })}\n`);
}

/** The address that the caller used, as far as a proxy tells. Its host has been validated before. */
function originOf({ headers }: IncomingMessage): string {
  const isSecure = headers["x-forwarded-proto"] === "https";
  return `${isSecure ? "https" : "http"}://${headers.host ?? "localhost"}`;
}
