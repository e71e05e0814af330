import { Code, ConnectError } from "@connectrpc/connect";
import { InfraPipelineQueryController } from "@planton-mcp/api/infrahub/infrapipeline/v1/query";
import { connect, connectToSandbox, fakeBackend, liveInfraPipeline } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { infrapipeline } from "./index.ts";

const turn = () => new Promise((resolve) => setImmediate(resolve));

async function open(service: Parameters<typeof serviceOf>[1] = {}) {
  const live = liveInfraPipeline();
  const backend = fakeBackend((router) =>
    router.service(InfraPipelineQueryController, serviceOf(live.service, service)),
  );
  return { ...(await connect(infrapipeline, backend)), live, id: live.id };
}

function serviceOf(
  service: ReturnType<typeof liveInfraPipeline>["service"],
  other: Partial<ReturnType<typeof liveInfraPipeline>["service"]>,
) {
  return { ...service, ...other };
}

test("shows all of a pipeline's log, to members", async () => {
  const { call, as } = await connectToSandbox(infrapipeline);
  const args = { id: "infpipe_01kseed0000000000000000001" };
  expect((await call("get_infra_pipeline_logs", args)).answer).toMatchObject({
    outcome: "succeeded",
    state: "complete",
    told: 7,
    matching: 7,
    lines: expect.arrayContaining(["git-clone: HEAD is now at 5f3c9ab", "load-manifests: done"]),
  });
  const outsider = await as("outsider");
  expect((await outsider.call("get_infra_pipeline_logs", args)).failure).toMatchObject({ code: "permission_denied" });
});

test("keeps order, cuts the middle, and says what is missing", async () => {
  const { call, live, id } = await open();
  live.print("build", ...Array.from({ length: 500 }, (_, index) => `line ${index + 1}`));
  live.end("succeeded");
  const { answer } = await call("get_infra_pipeline_logs", { id, head: 2, tail: 1 });
  expect(answer).toMatchObject({
    state: "cut",
    reason: "497 of 500 lines are left out.",
    lines: ["build: line 1", "build: line 2", "… 497 lines …", "build: line 500"],
  });
  expect((await call("get_infra_pipeline_logs", { id })).answer.lines).toHaveLength(200);
  const bytes = await call("get_infra_pipeline_logs", { id, max_bytes: 100 });
  expect(bytes.answer.lines).toEqual([495, 496, 497, 498, 499, 500].map((number) => `build: line ${number}`));
  expect(bytes.answer).toMatchObject({ state: "cut", reason: "494 of 500 lines are left out." });
});

test("filters by task and text, and names the tasks where there is no such one", async () => {
  const { call, live, id } = await open();
  live.print("git-clone", "fetching", "done");
  live.print("render", "fetching charts", "done");
  live.end("failed");
  const found = await call("get_infra_pipeline_logs", { id, task: "REND", text: "Fetching" });
  expect(found.answer).toMatchObject({ state: "complete", told: 4, matching: 1, lines: ["render: fetching charts"] });
  const none = await call("get_infra_pipeline_logs", { id, task: "deploy" });
  expect(none.answer).toMatchObject({ matching: 0, tasks: ["git-clone", "render"], lines: [] });
});

test("shows what came until the stream broke off, and why", async () => {
  const { call, live, id } = await open();
  live.print("build", "one", "two");
  const reading = call("get_infra_pipeline_logs", { id });
  while (live.followers() < 1) await turn();
  live.hangUp();
  expect((await reading).answer).toMatchObject({
    state: "broken_off",
    reason: expect.stringContaining("The line went dead."),
    lines: ["build: one", "build: two"],
  });
});

test("takes silence for an answer", async () => {
  const { call, live, id } = await open();
  expect((await call("get_infra_pipeline_logs", { id })).answer).toEqual({
    infra_pipeline_id: id,
    outcome: "running",
    state: "cut",
    reason: "The stream stayed open and said nothing for 2 s: this is the log so far.",
    told: 0,
    matching: 0,
    lines: [],
  });
  live.end("succeeded");
  expect((await call("get_infra_pipeline_logs", { id })).answer).toMatchObject({ state: "complete", lines: [] });
});

test("ends by its own time where a stream hangs, and leaves it", async () => {
  const { call, live, id } = await open();
  const chatter = setInterval(() => live.print("build", "still here"), 50);
  const { answer } = await call("get_infra_pipeline_logs", { id, max_seconds: 1, tail: 1 });
  clearInterval(chatter);
  expect(answer).toMatchObject({ state: "cut", reason: expect.stringContaining("still open after 1 s") });
  while (live.followers() > 0) await turn();
});

test("hides secrets before it searches or cuts", async () => {
  const { call, live, id } = await open();
  live.print("build", "export DB_PASSWORD=hunter2-and-more", "ok");
  live.end("succeeded");
  const { text } = await call("get_infra_pipeline_logs", { id });
  expect(text).not.toContain("hunter2");
  expect((await call("get_infra_pipeline_logs", { id, text: "hunter2" })).answer).toMatchObject({ matching: 0 });
});

test("fails where there is no log to be had", async () => {
  const { call, id } = await open({
    // biome-ignore lint/correctness/useYield: it is refused before it has told anything
    async *getLogStream() {
      throw new ConnectError("not yours", Code.PermissionDenied);
    },
  });
  expect((await call("get_infra_pipeline_logs", { id })).failure).toMatchObject({ code: "permission_denied" });
  expect((await call("get_infra_pipeline_logs", { id: "infpipe_no" })).failure).toMatchObject({ code: "not_found" });
});
