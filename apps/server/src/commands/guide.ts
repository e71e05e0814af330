import { fileURLToPath } from "node:url";
import type { OpenBackend } from "../open-backend.ts";

export interface GuideFacts {
  readonly url: string;
  readonly sandboxKeys: OpenBackend["sandboxKeys"];
}

/** What whoever has started an HTTP server needs to know next. */
export function guideText({ url, sandboxKeys }: GuideFacts): string {
  if (sandboxKeys === undefined) return `Planton MCP listens on ${url}. Each request brings its own Planton API key.`;
  const { owner, member, viewer } = sandboxKeys;
  const headers = { Authorization: `Bearer ${owner}` };
  const program = fileURLToPath(new URL("main.js", import.meta.url));
  const local = { command: process.execPath, args: [program, "stdio", "--sandbox"] };
  return `Planton MCP listens on ${url}, with a sandbox behind it: a local Planton that deploys nothing.

API keys of the sandbox's organization acme:
  owner   ${owner}
  member  ${member}
  viewer  ${viewer}

Cursor, in .cursor/mcp.json:
${json({ mcpServers: { planton: { url, headers } } })}

VS Code, in .vscode/mcp.json:
${json({ servers: { planton: { type: "http", url, headers } } })}

Claude Code:
  claude mcp add --transport http planton ${url} --header "Authorization: ${headers.Authorization}"

Claude Desktop, in claude_desktop_config.json (it starts a sandbox of its own):
${json({ mcpServers: { planton: local } })}

Then ask: "Which environments does acme have? Add one called qa, for testers."
Ctrl-C ends the server; its data are kept in memory only.`;
}

function json(value: object): string {
  return JSON.stringify(value, undefined, 2).replace(/^/gm, "  ");
}
