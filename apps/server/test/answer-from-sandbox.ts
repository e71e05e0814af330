import { type DescMethod, type DescMethodUnary, fromBinary, toBinary } from "@bufbuild/protobuf";
import { EnvironmentCommandController } from "@planton-mcp/api/resourcemanager/environment/v1/command";
import { EnvironmentQueryController } from "@planton-mcp/api/resourcemanager/environment/v1/query";
import { OrganizationCommandController } from "@planton-mcp/api/resourcemanager/organization/v1/command";
import { OrganizationQueryController } from "@planton-mcp/api/resourcemanager/organization/v1/query";
import type { Sandbox } from "@planton-mcp/sandbox";
import type { GrpcCall, GrpcHandler } from "./start-grpc-server.ts";

const methods: ReadonlyMap<string, DescMethod> = new Map(
  [
    EnvironmentCommandController,
    EnvironmentQueryController,
    OrganizationCommandController,
    OrganizationQueryController,
  ].flatMap((service) => service.methods.map((method) => [`/${service.typeName}/${method.name}`, method] as const)),
);

/** Answers each call with what a sandbox says. */
export function answerFromSandbox(sandbox: Sandbox): GrpcHandler {
  return async (call) => {
    try {
      call.answer(await ask(sandbox, call));
    } catch (error) {
      // The sandbox rejects with a ConnectError only.
      const { code, rawMessage } = error as { code: number; rawMessage: string };
      call.fail(code, rawMessage);
    }
  };
}

async function ask(sandbox: Sandbox, { path, message, headers }: GrpcCall): Promise<Uint8Array> {
  // Every method that a tool calls is unary.
  const method = methods.get(path) as DescMethodUnary;
  const credential = headers.authorization?.replace(/^Bearer /, "");
  const request = fromBinary(method.input, message);
  return toBinary(method.output, await sandbox.backend.unary(method, request, { credential }));
}
