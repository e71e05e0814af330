import { createHash, randomUUID } from "node:crypto";
import type { SQLOutputValue } from "node:sqlite";
import { inTransaction, openDatabase, tableNames } from "./schema.ts";

/** A resource as it is stored: the message's bytes, and what it is looked up by. `""` stands for "none". */
export interface Row {
  readonly kind: string;
  readonly id: string;
  readonly org: string;
  /** Id of the environment. */
  readonly env: string;
  /** The resource that holds this one. */
  readonly ownerKind: string;
  readonly ownerId: string;
  /** Within which a slug is unique for a kind: the id of the owner. */
  readonly scope: string;
  readonly slug: string;
  readonly name: string;
  readonly data: Uint8Array;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly updated: number;
}

export interface Grant {
  readonly principal: string;
  readonly role: string;
  readonly kind: string;
  readonly id: string;
}

/** Work that goes on after the call that began it: a stack job or an infra pipeline. */
export interface Run {
  readonly id: string;
  /** `stack_job` or `infra_pipeline`. */
  readonly kind: string;
  /** The cloud resource or infra project that it is about. */
  readonly subject: string;
  /** Who carries it out; `""` where it waits for somebody's word. */
  readonly runner: string;
  readonly state: "active" | "waiting" | "over";
  /** Index of the step that comes next. */
  readonly position: number;
  /** Whether it is to end after what it is doing. */
  readonly cancels: boolean;
  /** Whether the record of the subject goes once it has succeeded. */
  readonly purges: boolean;
}

/** A place in the queue for the lock of a cloud resource; the first holds it. */
export interface Lock {
  readonly job: string;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** All rows of a store, by their table. */
export type Dump = ReadonlyMap<string, readonly (readonly SQLOutputValue[])[]>;

export type Store = ReturnType<typeof openStore>;

/** Opens the store in a file, or in memory. Each method is one statement; `transaction` makes several one. */
export function openStore(file: string | undefined) {
  const database = openDatabase(file);
  const all = "SELECT * FROM resources";
  const tree = `WITH RECURSIVE held (kind, id) AS (
    SELECT kind, id FROM resources WHERE (owner_kind = ?1 AND owner_id = ?2) OR (?1 = 'environment' AND env = ?2)
    UNION SELECT r.kind, r.id FROM resources r JOIN held h ON r.owner_kind = h.kind AND r.owner_id = h.id
  ) SELECT kind, id FROM held`;
  const sql = {
    byId: database.prepare(`${all} WHERE kind = ? AND id = ?`),
    anyById: database.prepare(`${all} WHERE id = ?`),
    byScope: database.prepare(`${all} WHERE kind = ? AND scope = ? AND slug = ?`),
    bySlug: database.prepare(
      `${all} WHERE kind = ?1 AND org = ?2 AND slug = ?3 AND (?4 = '' OR env = ?4) ORDER BY rowid`,
    ),
    list: database.prepare(`${all} WHERE kind = ?1 AND (?2 = '' OR org = ?2) AND (?3 = '' OR env = ?3) ORDER BY rowid`),
    insert: database.prepare("INSERT INTO resources VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
    update: database.prepare("UPDATE resources SET name = ?, data = ?, updated = ? WHERE kind = ? AND id = ?"),
    remove: database.prepare("DELETE FROM resources WHERE kind = ? AND id = ?"),
    removeGrants: database.prepare("DELETE FROM grants WHERE kind = ? AND id = ?"),
    removeVersions: database.prepare("DELETE FROM versions WHERE kind = ? AND resource_id = ?"),
    removeRun: database.prepare("DELETE FROM runs WHERE id = ?"),
    removeSaid: database.prepare("DELETE FROM said WHERE stream = ?"),
    held: database.prepare(tree),
    version: database.prepare("INSERT INTO versions VALUES (?, ?, ?, ?, ?)"),
    versions: database.prepare("SELECT id FROM versions WHERE kind = ? AND resource_id = ? ORDER BY rowid"),
    grant: database.prepare("INSERT OR IGNORE INTO grants VALUES (?, ?, ?, ?)"),
    grants: database.prepare("SELECT * FROM grants WHERE principal = ?"),
    insertRun: database.prepare("INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?)"),
    updateRun: database.prepare("UPDATE runs SET runner = ?, state = ?, position = ?, cancels = ? WHERE id = ?"),
    run: database.prepare("SELECT * FROM runs WHERE id = ?"),
    runsOf: database.prepare("SELECT * FROM runs WHERE subject = ? ORDER BY rowid"),
    active: database.prepare("SELECT * FROM runs WHERE state = 'active' ORDER BY rowid"),
    lock: database.prepare("INSERT OR IGNORE INTO locks VALUES (?, ?, ?)"),
    locks: database.prepare("SELECT * FROM locks WHERE resource = ? ORDER BY rowid"),
    unlock: database.prepare("DELETE FROM locks WHERE resource = ?1 AND (?2 = '' OR job = ?2)"),
    say: database.prepare("INSERT INTO said VALUES (?, ?)"),
    said: database.prepare("SELECT rowid AS place, data FROM said WHERE stream = ? AND rowid > ? ORDER BY rowid"),
    key: database.prepare("INSERT OR REPLACE INTO api_keys VALUES (?, ?, ?)"),
    byKey: database.prepare("SELECT identity, expires FROM api_keys WHERE hash = ?"),
  };

  return {
    /** Tells what this opening of the store carries out from what others do. */
    runner: `${process.pid}:${randomUUID()}`,
    isEmpty: () => database.prepare("SELECT 1 FROM resources LIMIT 1").get() === undefined,
    find: (kind: string, id: string) => rowOf(sql.byId.get(kind, id)),
    /** The resource that has an id, whatever its kind. */
    findAny: (id: string) => rowOf(sql.anyById.get(id)),
    /** The resource that has a slug within an owner. */
    findInScope: (kind: string, scope: string, slug: string) => rowOf(sql.byScope.get(kind, scope, slug)),
    /** The first resource that has a slug in an organization and, unless `""`, an environment (by id). */
    findBySlug: (kind: string, org: string, slug: string, env = "") => rowOf(sql.bySlug.get(kind, org, slug, env)),
    /** In the order of creation; `""` for any organization or environment. */
    list: (kind: string, org = "", env = "") => sql.list.all(kind, org, env).flatMap((row) => rowOf(row) ?? []),
    insert(row: Row): void {
      const { kind, id, org, env, ownerKind, ownerId, scope, slug, name, data, created, updated } = row;
      sql.insert.run(kind, id, org, env, ownerKind, ownerId, scope, slug, name, data, created, updated);
    },
    update({ kind, id, name, data, updated }: Pick<Row, "kind" | "id" | "name" | "data" | "updated">): void {
      sql.update.run(name, data, updated, kind, id);
    },
    /** Removes one resource with its versions, the grants and locks on it, and what it did and said. */
    remove(kind: string, id: string): void {
      for (const statement of [sql.remove, sql.removeGrants, sql.removeVersions]) statement.run(kind, id);
      if (kind === "cloud_resource") sql.unlock.run(id, "");
      if (kind !== "stack_job" && kind !== "infra_pipeline") return;
      const run = runOf(sql.run.get(id));
      if (run !== undefined) sql.unlock.run(run.subject, id);
      for (const statement of [sql.removeRun, sql.removeSaid]) statement.run(id);
    },
    /** Everything that a resource holds, directly or not. An environment also holds what an organization owns in it. */
    held: (kind: string, id: string) =>
      sql.held.all(kind, id).map((row) => ({ kind: text(row.kind), id: text(row.id) })),
    addVersion(id: string, row: Row): void {
      sql.version.run(id, row.kind, row.id, row.data, row.updated);
    },
    /** Ids of a resource's versions, oldest first. */
    versions: (kind: string, id: string) => sql.versions.all(kind, id).map((row) => text(row.id)),
    grant({ principal, role, kind, id }: Grant): void {
      sql.grant.run(principal, role, kind, id);
    },
    grantsOf: (principal: string): readonly Grant[] =>
      sql.grants
        .all(principal)
        .map(({ role, kind, id }) => ({ principal, role: text(role), kind: text(kind), id: text(id) })),
    insertRun({ id, kind, subject, runner, state, position, cancels, purges }: Run): void {
      sql.insertRun.run(id, kind, subject, runner, state, position, Number(cancels), Number(purges));
    },
    updateRun({ id, runner, state, position, cancels }: Run): void {
      sql.updateRun.run(runner, state, position, Number(cancels), id);
    },
    findRun: (id: string) => runOf(sql.run.get(id)),
    /** Everything that was ever begun on a subject, oldest first. */
    runsOf: (subject: string) => sql.runsOf.all(subject).flatMap((row) => runOf(row) ?? []),
    /** What is going on, whoever carries it out, oldest first. */
    activeRuns: () => sql.active.all().flatMap((row) => runOf(row) ?? []),
    /** Takes a place in the queue for a cloud resource's lock. */
    queue(resource: string, job: string, since: number): void {
      sql.lock.run(resource, job, since);
    },
    /** The queue for a cloud resource's lock; the first in it holds the lock. */
    locks: (resource: string): readonly Lock[] =>
      sql.locks.all(resource).map(({ job, since }) => ({ job: text(job), since: Number(since) })),
    /** Gives up one job's place, or everybody's where it is `""`. Returns how many there were. */
    unlock: (resource: string, job = "") => Number(sql.unlock.run(resource, job).changes),
    /** Adds a message to what a stream says. */
    say(stream: string, data: Uint8Array): void {
      sql.say.run(stream, data);
    },
    /** What a stream has said after a place, oldest first. */
    said: (stream: string, after: number) =>
      sql.said.all(stream, after).map(({ place, data }) => ({
        place: Number(place),
        data: data instanceof Uint8Array ? data : new Uint8Array(),
      })),
    /** Remembers the hash of a key. `expires` in milliseconds since 1970; without it the key is good for ever. */
    addKey(key: string, identity: string, expires?: number): void {
      sql.key.run(hashOf(key), identity, expires ?? null);
    },
    findKey(key: string): { readonly identity: string; readonly expires: number | undefined } | undefined {
      const row = sql.byKey.get(hashOf(key));
      if (row === undefined) return undefined;
      return { identity: text(row.identity), expires: row.expires === null ? undefined : Number(row.expires) };
    },
    /** All that there is, for `load` to put into an empty store. */
    dump: (): Dump =>
      new Map(
        tableNames.map((name) => {
          const rows = database.prepare(`SELECT * FROM ${name} ORDER BY rowid`).all();
          return [name, rows.map((row) => Object.values(row))];
        }),
      ),
    load(dump: Dump): void {
      for (const [name, rows] of dump) {
        if (rows.length === 0) continue;
        const insert = database.prepare(`INSERT INTO ${name} VALUES (${rows[0]?.map(() => "?").join(", ")})`);
        for (const row of rows) insert.run(...row);
      }
    },
    /** Runs `work` whole or not at all. */
    transaction: <Result>(work: () => Result): Result => inTransaction(database, work),
    close(): void {
      if (database.isOpen) database.close();
    },
  };
}

function rowOf(row: Record<string, SQLOutputValue> | undefined): Row | undefined {
  if (row === undefined) return undefined;
  return {
    kind: text(row.kind),
    id: text(row.id),
    org: text(row.org),
    env: text(row.env),
    ownerKind: text(row.owner_kind),
    ownerId: text(row.owner_id),
    scope: text(row.scope),
    slug: text(row.slug),
    name: text(row.name),
    data: row.data instanceof Uint8Array ? row.data : new Uint8Array(),
    created: Number(row.created),
    updated: Number(row.updated),
  };
}

function runOf(row: Record<string, SQLOutputValue> | undefined): Run | undefined {
  if (row === undefined) return undefined;
  const { state } = row;
  return {
    id: text(row.id),
    kind: text(row.kind),
    subject: text(row.subject),
    runner: text(row.runner),
    state: state === "active" || state === "waiting" ? state : "over",
    position: Number(row.position),
    cancels: row.cancels === 1,
    purges: row.purges === 1,
  };
}

function text(value: SQLOutputValue | undefined): string {
  return typeof value === "string" ? value : "";
}

function hashOf(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}
