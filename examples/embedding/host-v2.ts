import { McpServer } from "@modelcontextprotocol/server";
import { StdioServerTransport } from "@modelcontextprotocol/server/stdio";
import { grpcBackend, parseEndpoint } from "@planton-mcp/core/backend";
import { mountPlugins } from "@planton-mcp/core/v2";
import { organization } from "@planton-mcp/organization";

const endpoint = parseEndpoint(process.env.PLANTON_APIS_GRPC_ENDPOINT ?? "api.live.planton.ai:443");
const backend = grpcBackend({ endpoint, userAgent: "my-host/1.0.0" });
const server = new McpServer({ name: "my-host", version: "1.0.0" });
await mountPlugins(server, [organization], { backend, credential: process.env.PLANTON_API_KEY });
server.server.onclose = backend.close;
await server.connect(new StdioServerTransport());
