/** What the compiler has to refuse in a tool. Nothing here runs: a line that no longer errs fails the type check. */
import { TeamCommandController } from "@planton-mcp/api/iam/team/v1/command";
import { TeamQueryController } from "@planton-mcp/api/iam/team/v1/query";
import { PipelineQueryController } from "@planton-mcp/api/servicehub/pipeline/v1/query";
import * as z from "zod";
import { defineTool } from "../src/tool/define-tool.ts";
import { defineWorkflow } from "../src/tool/define-workflow.ts";
import { wholeResource } from "../src/tool/project.ts";

const { get } = TeamQueryController.method;
const { update, delete: remove } = TeamCommandController.method;
const name = "try_it";
const title = "Try it";
const description = "Tries it.";
const input = { id: z.string(), count: z.number(), note: z.string().optional() };
const example = { id: "t", count: 1 };
const project = wholeResource;
const target = { rpc: get, request: ({ id }: { id: string }) => ({ value: id }) };
const misspelt = { slog: "x" };

// These are right.
defineTool({
  name,
  title,
  description,
  effect: "read",
  input,
  example,
  rpc: get,
  request: ({ id }) => ({ value: id }),
  project: (team, { count }) => [team.spec?.description, count],
});

defineTool({
  name,
  title,
  description,
  effect: "write",
  input,
  example,
  rpc: update,
  request: ({ id }) => ({ metadata: { id, labels: { any: "key" } }, spec: { members: [{ memberId: id }] } }),
  project,
});

defineTool({
  name,
  title,
  description,
  effect: "destroy",
  input,
  example,
  rpc: remove,
  target,
  request: (_, { id }) => ({ value: id }),
  project,
});

defineTool({
  name,
  title,
  description,
  effect: "write",
  input,
  example,
  rpc: update,
  request: ({ id, note }) => (note ? { metadata: { id, labels: {} } } : { metadata: { id }, spec: { members: [] } }),
  project,
});

// An unknown field in a request: at the top, nested, in a list, in a spread, in one branch, in what map() makes.
defineTool({
  name,
  title,
  description,
  effect: "read",
  input,
  example,
  rpc: get,
  // @ts-expect-error
  request: ({ id }) => ({ value: id, valeu: id }),
  project,
});

defineTool({
  name,
  title,
  description,
  effect: "write",
  input,
  example,
  rpc: update,
  // @ts-expect-error
  request: ({ id }) => ({ metadata: { id, slog: id } }),
  project,
});

defineTool({
  name,
  title,
  description,
  effect: "write",
  input,
  example,
  rpc: update,
  // @ts-expect-error
  request: ({ id }) => ({ spec: { members: [{ memberId: id, membreType: 1 }] } }),
  project,
});

defineTool({
  name,
  title,
  description,
  effect: "write",
  input,
  example,
  rpc: update,
  // @ts-expect-error
  request: ({ id }) => ({ metadata: { id, ...misspelt } }),
  project,
});

defineTool({
  name,
  title,
  description,
  effect: "read",
  input,
  example,
  rpc: get,
  // @ts-expect-error
  request: ({ id }) => ({ value: id, ...misspelt }),
  project,
});

defineTool({
  name,
  title,
  description,
  effect: "write",
  input,
  example,
  rpc: update,
  // @ts-expect-error
  request: ({ id, note }) => (note ? { metadata: { id } } : { metadata: { slog: id } }),
  project,
});

defineTool({
  name,
  title,
  description,
  effect: "write",
  input,
  example,
  rpc: update,
  // @ts-expect-error
  request: ({ id }) => ({ spec: { members: [id].map((memberId) => ({ memberId, x: 1 })) } }),
  project,
});

defineTool({
  name,
  title,
  description,
  effect: "destroy",
  input,
  example,
  rpc: remove,
  target,
  // @ts-expect-error
  request: (_, { id }) => ({ value: id, ...misspelt }),
  project,
});

// An argument of the wrong type, and one that may be missing.
defineTool({
  name,
  title,
  description,
  effect: "read",
  input,
  example,
  rpc: get,
  // @ts-expect-error
  request: ({ count }) => ({ value: count }),
  project,
});

defineTool({
  name,
  title,
  description,
  effect: "write",
  input,
  example,
  rpc: update,
  // @ts-expect-error
  request: ({ count }) => ({ spec: { description: count } }),
  project,
});

defineTool({
  name,
  title,
  description,
  effect: "read",
  input,
  example,
  rpc: get,
  request: ({ id }) => ({ value: id }),
  // @ts-expect-error
  project: (_, { note }) => note.length,
});

// An unknown argument, and a wrong example.
defineTool({
  name,
  title,
  description,
  effect: "read",
  input,
  example,
  rpc: get,
  // @ts-expect-error
  request: ({ ide }) => ({ value: ide }),
  project,
});

defineTool({
  name,
  title,
  description,
  effect: "read",
  input,
  example,
  rpc: get,
  request: ({ id }) => ({ value: id }),
  // @ts-expect-error
  project: (_, { ide }) => ide,
});

defineTool({
  name,
  title,
  description,
  effect: "read",
  input,
  // @ts-expect-error
  example: { id: 1, count: 1 },
  rpc: get,
  request: ({ id }) => ({ value: id }),
  project,
});

defineTool({
  name,
  title,
  description,
  effect: "read",
  input,
  // @ts-expect-error
  example: { id: "t", count: 1, cuont: 1 },
  rpc: get,
  request: ({ id }) => ({ value: id }),
  project,
});

// An unknown field of the response.
defineTool({
  name,
  title,
  description,
  effect: "read",
  input,
  example,
  rpc: get,
  request: ({ id }) => ({ value: id }),
  // @ts-expect-error
  project: (team) => team.spec?.descripton,
});

// A streaming RPC.
defineTool({
  name,
  title,
  description,
  effect: "read",
  input,
  example,
  // @ts-expect-error
  rpc: PipelineQueryController.method.getLogStream,
  request: ({ id }) => ({ value: id }),
  project,
});

// A guarded effect without a target, an unguarded one with it, and an effect that there is not.
// @ts-expect-error
defineTool({
  name,
  title,
  description,
  effect: "destroy",
  input,
  example,
  rpc: remove,
  request: ({ id }) => ({ value: id }),
  project,
});

defineTool({
  name,
  title,
  description,
  effect: "write",
  input,
  example,
  rpc: remove,
  // @ts-expect-error
  target,
  request: ({ id }) => ({ value: id }),
  project,
});

defineTool({
  name,
  title,
  description,
  // @ts-expect-error
  effect: "remove",
  input,
  example,
  rpc: get,
  request: () => ({ value: "t" }),
  project,
});

// An unknown fact about the target.
defineTool({
  name,
  title,
  description,
  effect: "destroy",
  input,
  example,
  rpc: remove,
  target,
  // @ts-expect-error
  request: (_, found) => ({ value: found.ide }),
  project,
});

// A workflow follows what streams, with a bound, and reads what does not; it writes no stream.
const { getLogStream } = PipelineQueryController.method;
defineWorkflow({
  name,
  title,
  description,
  effect: "read",
  input,
  example,
  reads: [get, getLogStream],
  run: async ({ id }, { follow, read }) => {
    for await (const { logMessage } of follow(getLogStream, { value: id }, { timeoutMs: 1 })) logMessage.trim();
    // @ts-expect-error
    follow(getLogStream, { value: id }, {});
    // @ts-expect-error
    follow(get, { value: id }, { timeoutMs: 1 });
    // @ts-expect-error
    await read(getLogStream, { value: id });
  },
});

defineWorkflow({
  name,
  title,
  description,
  effect: "write",
  input,
  example,
  reads: [],
  // @ts-expect-error
  writes: [getLogStream],
  prepare: async () => ({ commit: async () => ({}) }),
});
