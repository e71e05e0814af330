import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  create,
  type DescMessage,
  type DescMethodServerStreaming,
  type DescMethodUnary,
  type MessageInitShape,
} from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import {
  type Backend,
  type CallOptions,
  type GrpcBackend,
  grpcBackend,
  parseEndpoint,
} from "@planton-mcp/core/backend";
import { createSandbox, type Listener, type Sandbox, type SandboxOptions } from "@planton-mcp/sandbox";
import { onTestFinished } from "vitest";

/** A sandbox that is closed when the test ends. */
export function openSandbox(options?: SandboxOptions): Sandbox {
  const sandbox = createSandbox(options);
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** Calls on behalf of one key. */
export function caller(backend: Backend, credential?: string) {
  return <I extends DescMessage, O extends DescMessage>(
    method: DescMethodUnary<I, O>,
    request: MessageInitShape<I>,
    options: CallOptions = {},
  ) => backend.unary(method, create(method.input, request), { credential, ...options });
}

/** A client of a sandbox that listens; its connection ends with the test. */
export async function connect(sandbox: Sandbox): Promise<GrpcBackend> {
  return connectTo(await sandbox.listen());
}

export function connectTo({ address }: Listener): GrpcBackend {
  const backend = grpcBackend({ endpoint: parseEndpoint(address), userAgent: "sandbox-test/1" });
  onTestFinished(() => backend.close());
  return backend;
}

/** What a call fails with. Throws where it succeeds. */
export async function failureOf(call: Promise<unknown>): Promise<ConnectError> {
  const error: unknown = await call.then(
    () => new Error("The call succeeded."),
    (reason: unknown) => reason,
  );
  if (error instanceof ConnectError) return error;
  throw error;
}

/** `OK`, or the name of the code that a call fails with. */
export async function outcomeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "OK";
  } catch (error) {
    return Code[ConnectError.from(error).code];
  }
}

/** A folder that is removed when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "sandbox-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Ids of the seed: environments and policies of acme, people who have keys, and what says who may do what. */
export const seeded = {
  dev: "env_01kseed0000000000000000001",
  staging: "env_01kseed0000000000000000002",
  prod: "env_01kseed0000000000000000003",
  promotionPolicy: "epp_01kseed0000000000000000002",
  flowControlPolicy: "fcp_01kseed0000000000000000001",
  aws: "awsconn_01kseed0000000000000000001",
  github: "ghconn_01kseed0000000000000000001",
  secret: "sec_01kseed0000000000000000001",
  ada: "ida_01kseed0000000000000000001",
  max: "ida_01kseed0000000000000000002",
  vera: "ida_01kseed0000000000000000003",
  otto: "ida_01kseed0000000000000000004",
  platformTeam: "team_01kseed0000000000000000001",
  releaseTeam: "team_01kseed0000000000000000002",
  globexTeam: "team_01kseed0000000000000000003",
  adasKey: "key_01kseed0000000000000000001",
  deployer: "sa_01kseed0000000000000000001",
  deployersKey: "key_01kseed0000000000000000006",
  memberRole: "role_01kseed0000000000000001202",
} as const;

/** Ids of what the seed has deployed, and of the jobs and pipelines that did. */
export const work = {
  devNetwork: "awsvpc_01kseed0000000000000000001",
  devNamespace: "k8sns_01kseed0000000000000000001",
  devDatabase: "k8spg_01kseed0000000000000000001",
  prodDatabase: "k8spg_01kseed0000000000000000002",
  devApp: "k8sdep_01kseed0000000000000000001",
  failedJob: "sj_01kseed0000000000000000010",
  waitingJob: "sj_01kseed0000000000000000011",
  service: "svc_01kseed0000000000000000001",
  project: "infpj_01kseed0000000000000000001",
  chartProject: "infpj_01kseed0000000000000000002",
  pipeline: "infpipe_01kseed0000000000000000001",
  gatedPipeline: "infpipe_01kseed0000000000000000002",
} as const;

/** Reads streams on behalf of one key. */
export function follower(backend: Backend, credential?: string) {
  return <I extends DescMessage, O extends DescMessage>(
    method: DescMethodServerStreaming<I, O>,
    request: MessageInitShape<I>,
    options: CallOptions = {},
  ) => backend.stream(method, create(method.input, request), { credential, ...options })[Symbol.asyncIterator]();
}

/** What is left of a stream. */
export async function rest<Message>(stream: AsyncIterator<Message>): Promise<Message[]> {
  const messages: Message[] = [];
  for (let next = await stream.next(); next.done !== true; next = await stream.next()) messages.push(next.value);
  return messages;
}
