import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { grpcBackend, parseEndpoint } from "@planton-mcp/core/backend";
import { mountPlugins } from "@planton-mcp/core/v1";
import { organization } from "@planton-mcp/organization";

const endpoint = parseEndpoint(process.env.PLANTON_APIS_GRPC_ENDPOINT ?? "api.live.planton.ai:443");
const backend = grpcBackend({ endpoint, userAgent: "my-host/1.0.0" });
const server = new McpServer({ name: "my-host", version: "1.0.0" });
await mountPlugins(server, [organization], { backend, credential: process.env.PLANTON_API_KEY });
server.server.onclose = backend.close;
process.stdin.once("end", () => server.close());
await server.connect(new StdioServerTransport());
