import { connect as connectHttp2, constants } from "node:http2";
import { EnvironmentQueryController } from "@planton-mcp/api/resourcemanager/environment/v1/query";
import type { Fault } from "@planton-mcp/sandbox";
import { describe, expect, onTestFinished, test } from "vitest";
import { caller, connect, connectTo, openSandbox, outcomeOf, seeded } from "./scene.ts";

const { get, findByOrg } = EnvironmentQueryController.method;

describe("a connection", () => {
  async function openTwo(fault: Fault, first: Fault) {
    const sandbox = openSandbox();
    const call = caller(await connect(sandbox), sandbox.keys.owner);
    expect(await outcomeOf(call(get, { value: seeded.dev }))).toBe("OK");
    sandbox.inject(first);
    sandbox.inject(fault);
    const other = outcomeOf(call(findByOrg, { value: "acme" }));
    return [await outcomeOf(call(get, { value: seeded.dev })), await other];
  }

  test("that is dropped takes all its calls along", async () => {
    const outcomes = await openTwo({ kind: "drop", method: "get" }, { kind: "silence", method: "findByOrg" });
    expect(outcomes).toEqual([
      expect.stringMatching(/Unavailable|Aborted/),
      expect.stringMatching(/Unavailable|Aborted/),
    ]);
  });

  test("that takes no more calls finishes those that it has", async () => {
    const slow = { kind: "latency", milliseconds: 50, method: "findByOrg" } as const;
    const outcomes = await openTwo({ kind: "goaway", method: "get" }, slow);
    expect(outcomes).toEqual([expect.stringMatching(/Unavailable|Internal/), "OK"]);
  });

  test("that takes no more calls says so before it refuses the one", async () => {
    const sandbox = openSandbox();
    sandbox.inject({ kind: "goaway", method: "*" });
    const session = connectHttp2(`http://${(await sandbox.listen()).address}`);
    onTestFinished(() => session.destroy());
    const events: (string | number)[] = [];
    session.once("goaway", (code) => events.push("goaway", code));
    const stream = session.request({ ":method": "POST", ":path": "/EnvironmentQueryController/get" });
    stream.on("error", () => events.push("refused", stream.rstCode ?? 0));
    await new Promise((resolve) => session.on("close", resolve));
    expect(events).toEqual(["goaway", constants.NGHTTP2_NO_ERROR, "refused", constants.NGHTTP2_REFUSED_STREAM]);
  });

  test("that waits does not keep its listener from closing", async () => {
    const sandbox = openSandbox();
    const listener = await sandbox.listen();
    const call = caller(connectTo(listener), sandbox.keys.owner);
    sandbox.inject({ kind: "silence", method: "get" });
    const outcome = outcomeOf(call(get, { value: seeded.dev }));
    expect(await outcomeOf(call(findByOrg, { value: "acme" }))).toBe("OK");
    await listener.close();
    expect(await outcome).not.toBe("OK");
    expect(await outcomeOf(caller(sandbox.backend, sandbox.keys.owner)(findByOrg, { value: "acme" }))).toBe("OK");
  });
});
