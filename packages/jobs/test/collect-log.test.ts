import { describe, expect, test, vi } from "vitest";
import { collectLog, type LogSpec } from "../src/index.ts";
import { stopTime } from "./open-watch.ts";

interface Entry {
  readonly task: string;
  readonly text: string;
}

const context = {
  signal: new AbortController().signal,
  hide: (text: string) => text.replaceAll("hunter2", "[hidden]"),
};
const entries = (...texts: string[]): Entry[] =>
  texts.map((text) => {
    const [task = "", ...rest] = text.split(" ");
    return { task, text: rest.join(" ") };
  });

/** A log of these entries, which ends as `end` says. */
function collect(
  given: readonly Entry[],
  bounds: Partial<LogSpec<Entry>>,
  end: (signal: AbortSignal) => Promise<void> = async () => {},
) {
  return collectLog<Entry>(
    {
      open: async function* ({ signal }) {
        yield* given;
        await end(signal);
      },
      lines: (entry) => [entry],
      timeoutMs: 30_000,
      ...bounds,
    },
    context,
  );
}

/** Stays open and says nothing. */
const silence = (signal: AbortSignal) =>
  new Promise<void>((_, reject) => signal.addEventListener("abort", () => reject(new Error("canceled"))));
const numbered = Array.from({ length: 100 }, (_, index) => ({ task: "build", text: `${index}` }));

describe("a log", () => {
  test("is complete where all of it is there, in the order in which it came", async () => {
    expect(await collect(entries("clone ok", "build ok", "clone done"), { tail: 10 })).toEqual({
      state: "complete",
      told: 3,
      matching: 3,
      lines: ["clone: ok", "build: ok", "clone: done"],
    });
  });

  test("has a tail, a head, or both with the middle cut, and says what is left out", async () => {
    const tail = await collect(numbered, { tail: 2 });
    expect(tail).toMatchObject({
      state: "cut",
      reason: "98 of 100 lines are left out.",
      lines: ["build: 98", "build: 99"],
    });
    const both = await collect(numbered, { head: 1, tail: 1 });
    expect(both.lines).toEqual(["build: 0", "… 98 lines …", "build: 99"]);
    const head = await collect(numbered, { head: 2 }, () => Promise.reject(new Error("read on, past its head")));
    expect(head).toMatchObject({ state: "cut", reason: "Reading ended after 2 lines; there may be more.", told: 2 });
  });

  test("is as long as it may be, from its ends, and so is a line", async () => {
    const { lines, state } = await collect(numbered, { head: 100, tail: 100, bytes: 50 });
    expect(state).toBe("cut");
    expect(lines.join("\n").length).toBeLessThan(50);
    const long = await collect([{ task: "", text: "x".repeat(10_000) }], { tail: 1 });
    expect(long.lines[0]?.length).toBeLessThanOrEqual(2_000);
  });

  test("is searched by task and text, whatever their case, and never by what is hidden in it", async () => {
    const given = entries("clone-repo password hunter2", "build Error: no", "clone-repo Error: yes");
    const found = await collect(given, { tail: 10, task: "CLONE", text: "error" });
    expect(found).toMatchObject({ state: "complete", told: 3, matching: 1, lines: ["clone-repo: Error: yes"] });
    expect(await collect(given, { tail: 10, text: "hunter2" })).toMatchObject({ matching: 0, lines: [] });
    const none = await collect(given, { tail: 10, task: "deploy" });
    expect(none).toMatchObject({ lines: [], tasks: ["clone-repo", "build"] });
  });

  test("is clean of secrets, as each line by itself gives them away", async () => {
    const { lines } = await collect(entries("build password hunter2"), { tail: 1 });
    expect(lines).toEqual(["build: password [hidden]"]);
  });

  test("is clean of a secret that goes over several entries", async () => {
    const log = await collectLog<Entry>(
      {
        open: async function* () {
          yield* entries("build BEGIN", "build key", "build END", "build done");
        },
        lines: (entry) => [entry],
        tail: 10,
        timeoutMs: 1_000,
      },
      { ...context, hide: (text) => text.replace(/BEGIN.*END/s, "[hidden]") },
    );
    expect(log).toMatchObject({ state: "complete", lines: ["build: [hidden]", "build: done"] });
  });

  test("tells each line of an entry that has several", async () => {
    const { lines } = await collect([{ task: "build", text: "one\ntwo" }], { tail: 1 });
    expect(lines).toEqual(["build: two"]);
  });
});

describe("a stream", () => {
  test("that breaks off leaves what it told, and why it ended", async () => {
    const end = () => Promise.reject(new Error("The line went dead"));
    expect(await collect(entries("build ok"), { tail: 10 }, end)).toEqual({
      state: "broken_off",
      reason: "The stream broke off: The line went dead.",
      told: 1,
      matching: 1,
      lines: ["build: ok"],
    });
  });

  test("that says nothing is no failure: it ends by the bound of time, or of silence", async () => {
    stopTime();
    const bound = collect([], { tail: 10 }, silence);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await bound).toMatchObject({
      state: "cut",
      told: 0,
      reason: expect.stringContaining("open after 30 s"),
      lines: [],
    });
    const quiet = collect(entries("build ok"), { tail: 10, quietMs: 1_000 }, silence);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await quiet).toMatchObject({ state: "cut", reason: expect.stringContaining("nothing for 1 s") });
  });

  test("is left with a failure where the client leaves", async () => {
    const leave = new AbortController();
    leave.abort();
    const reading = collectLog<Entry>(
      {
        open: async function* () {
          yield* entries("build ok");
          throw new Error("canceled");
        },
        lines: (entry) => [entry],
        tail: 1,
        timeoutMs: 1_000,
      },
      { ...context, signal: leave.signal },
    );
    await expect(reading).rejects.toThrow("canceled");
  });
});
