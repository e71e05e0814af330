import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { Code } from "@connectrpc/connect";
import { EnvironmentCommandController } from "@planton-mcp/api/resourcemanager/environment/v1/command";
import { EnvironmentQueryController } from "@planton-mcp/api/resourcemanager/environment/v1/query";
import { OrganizationQueryController } from "@planton-mcp/api/resourcemanager/organization/v1/query";
import { createSandbox } from "@planton-mcp/sandbox";
import { describe, expect, onTestFinished, test } from "vitest";
import { caller, failureOf, openSandbox, seeded, temporaryFolder } from "./scene.ts";

const create = EnvironmentCommandController.method.create;
const { get, findByOrg } = EnvironmentQueryController.method;

test("a file keeps what was made, changed and deleted", async () => {
  const file = join(temporaryFolder(), "sandbox.db");
  const first = createSandbox({ file });
  const before = caller(first.backend, first.keys.owner);
  const made = await before(create, { metadata: { org: "acme", slug: "qa" }, spec: { description: "kept" } });
  await before(EnvironmentCommandController.method.delete, { value: seeded.dev });
  await first.close();
  const second = openSandbox({ file });
  const after = caller(second.backend, second.keys.owner);
  expect(await after(get, { value: made.metadata?.id ?? "" })).toEqual(made);
  expect((await failureOf(after(get, { value: seeded.dev }))).code).toBe(Code.NotFound);
});

test("two sandboxes on one file see what the other does", async () => {
  const file = join(temporaryFolder(), "sandbox.db");
  const [one, other] = [openSandbox({ file }), openSandbox({ file })];
  const made = await caller(one.backend, one.keys.owner)(create, { metadata: { org: "acme", slug: "qa" } });
  const { entries } = await caller(other.backend, other.keys.viewer)(findByOrg, { value: "acme" });
  expect(entries.at(-1)).toEqual(made);
});

test("a file that another process is writing is unavailable for the moment", async () => {
  const file = join(temporaryFolder(), "sandbox.db");
  const { backend, keys } = openSandbox({ file });
  const writer = new DatabaseSync(file);
  writer.exec("BEGIN IMMEDIATE");
  const make = () => caller(backend, keys.owner)(create, { metadata: { org: "acme", slug: "qa" } });
  expect((await failureOf(make())).code).toBe(Code.Unavailable);
  writer.close();
  expect((await make()).metadata?.slug).toBe("qa");
});

test("a process that is killed while it writes loses nothing that it has answered, and leaves no halves", async () => {
  const file = join(temporaryFolder(), "sandbox.db");
  const script = fileURLToPath(new URL("write-for-ever.ts", import.meta.url));
  const writer = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", script, file], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void writer.kill("SIGKILL"));
  const ended = new Promise<NodeJS.Signals | null>((resolve) => {
    writer.once("exit", (_, signal) => resolve(signal));
  });
  const answered: string[] = [];
  for await (const line of createInterface({ input: writer.stdout })) {
    answered.push(line);
    if (answered.length === 200) writer.kill("SIGKILL");
  }
  expect(await ended).toBe("SIGKILL");

  const { backend, keys } = openSandbox({ file });
  const call = caller(backend, keys.owner);
  const { get, findOrganizations, checkSlugAvailability } = OrganizationQueryController.method;
  const stored = (await call(findOrganizations, {})).entries.flatMap(({ metadata }) => metadata?.slug ?? []);
  expect(stored.slice(0, answered.length + 2)).toEqual(["acme", "acme-labs", ...answered]);
  // One more may have been made without anybody having been told: then it is whole, or it is not there.
  const next = `made-${answered.length + 1}`;
  const { available } = await call(checkSlugAvailability, { slug: next });
  expect(stored.slice(answered.length + 2)).toEqual(available ? [] : [next]);
  if (!available) expect((await call(get, { value: next })).metadata?.id).toBe(next);
}, 30_000);

describe("a file that is no sandbox's is refused with its name, and left as it was:", () => {
  const cases: Readonly<Record<string, readonly [prepare: (file: string) => void, message: string]>> = {
    "a text": [
      (file) => writeFileSync(file, "not a database, but long enough to be one".repeat(30)),
      "not a sandbox's",
    ],
    "a database of another program": [
      (file) => database(file, "CREATE TABLE songs (title TEXT); PRAGMA user_version = 1"),
      "is a database, but not a sandbox's",
    ],
    "a sandbox of another version": [(file) => sandboxThen(file, "PRAGMA user_version = 99"), "another version"],
    "a sandbox that was cut off": [
      (file) => {
        sandboxThen(file, "PRAGMA wal_checkpoint(TRUNCATE)");
        truncateSync(file, 4096 * 3);
      },
      "",
    ],
  };

  test.each(Object.entries(cases))("%s", (_, [prepare, message]) => {
    const file = join(temporaryFolder(), "other.db");
    prepare(file);
    const before = readFileSync(file);
    const open = () => createSandbox({ file });
    expect(open).toThrow(file);
    expect(open).toThrow(message);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test("a folder, or a file in a folder that there is not", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "inner"));
    expect(() => createSandbox({ file: join(folder, "inner") })).toThrow(join(folder, "inner"));
    expect(() => createSandbox({ file: join(folder, "none", "a.db") })).toThrow(join(folder, "none", "a.db"));
  });
});

function database(file: string, sql: string): void {
  const opened = new DatabaseSync(file);
  opened.exec(sql);
  opened.close();
}

function sandboxThen(file: string, sql: string): void {
  void createSandbox({ file }).close();
  database(file, sql);
}
