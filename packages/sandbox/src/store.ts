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

/** Whoever a role can be granted to: an identity account or a team. */
export interface Principal {
  readonly kind: string;
  readonly id: string;
}

/** A role on a resource, for a principal. */
export interface Grant {
  /** Default: `identity_account`. */
  readonly principalKind?: string;
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
    removeGrants: database.prepare(
      "DELETE FROM grants WHERE (kind = ?1 AND id = ?2) OR (principal_kind = ?1 AND principal = ?2)",
    ),
    removeMemberships: database.prepare(
      "DELETE FROM team_members WHERE (?1 = 'team' AND team = ?2) OR (member_kind = ?1 AND member = ?2)",
    ),
    removeKeys: database.prepare("DELETE FROM api_keys WHERE (?1 = 'api_key' AND id = ?2) OR identity = ?2"),
    removeInvitations: database.prepare("DELETE FROM invitations WHERE ?1 = 'organization' AND org = ?2"),
    removeVersions: database.prepare("DELETE FROM versions WHERE kind = ? AND resource_id = ?"),
    removeRun: database.prepare("DELETE FROM runs WHERE id = ?"),
    removeSaid: database.prepare("DELETE FROM said WHERE stream = ?"),
    held: database.prepare(tree),
    version: database.prepare("INSERT INTO versions VALUES (?, ?, ?, ?, ?)"),
    versions: database.prepare("SELECT id FROM versions WHERE kind = ? AND resource_id = ? ORDER BY rowid"),
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
    grant: database.prepare("INSERT OR IGNORE INTO grants VALUES (?, ?, ?, ?, ?)"),
    revoke: database.prepare(
      "DELETE FROM grants WHERE principal_kind = ? AND principal = ? AND role = ? AND kind = ? AND id = ?",
    ),
    grants: database.prepare(`WITH RECURSIVE who (kind, id) AS (
      SELECT ?1, ?2
      UNION SELECT 'team', m.team FROM team_members m JOIN who ON m.member_kind = who.kind AND m.member = who.id
    ) SELECT g.* FROM grants g JOIN who ON g.principal_kind = who.kind AND g.principal = who.id ORDER BY g.rowid`),
    grantsOn: database.prepare("SELECT * FROM grants WHERE kind = ? AND id = ? ORDER BY rowid"),
    leave: database.prepare("DELETE FROM team_members WHERE team = ?"),
    join: database.prepare("INSERT OR IGNORE INTO team_members VALUES (?, ?, ?)"),
    teams: database.prepare("SELECT team FROM team_members WHERE member_kind = ? AND member = ? ORDER BY rowid"),
    key: database.prepare("INSERT OR REPLACE INTO api_keys VALUES (?, ?, ?, ?)"),
    keys: database.prepare("SELECT id FROM api_keys WHERE identity = ? ORDER BY rowid"),
    invite: database.prepare("INSERT INTO invitations VALUES (?, ?, ?, ?, ?)"),
    invitations: database.prepare("SELECT data FROM invitations WHERE org = ? AND status = ? ORDER BY rowid"),
    invited: database.prepare("SELECT 1 FROM invitations WHERE org = ? AND email = ? AND status = ?"),
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
    /** Removes one resource with its versions, the grants and locks on it, the grants to it, its keys, and what it did and said. */
    remove(kind: string, id: string): void {
      const { remove, removeGrants, removeVersions, removeMemberships, removeKeys, removeInvitations } = sql;
      const all = [remove, removeGrants, removeVersions, removeMemberships, removeKeys, removeInvitations];
      for (const statement of all) statement.run(kind, id);
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
    /** Whether that was new. */
    grant({ principalKind = "identity_account", principal, role, kind, id }: Grant): boolean {
      return Number(sql.grant.run(principalKind, principal, role, kind, id).changes) > 0;
    },
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
    /** Whether there was such a grant. */
    revoke({ principalKind = "identity_account", principal, role, kind, id }: Grant): boolean {
      return Number(sql.revoke.run(principalKind, principal, role, kind, id).changes) > 0;
    },
    /** What a principal has been granted, itself or as a member of a team, and of a team in that. */
    grantsOf: (principal: string, principalKind = "identity_account") =>
      sql.grants.all(principalKind, principal).map(grantOf),
    /** What has been granted on a resource itself, oldest first. */
    grantsOn: (kind: string, id: string) => sql.grantsOn.all(kind, id).map(grantOf),
    setMembers(team: string, members: readonly Principal[]): void {
      sql.leave.run(team);
      for (const { kind, id } of members) sql.join.run(team, kind, id);
    },
    /** Ids of the teams that a principal is itself a member of. */
    teamsOf: ({ kind, id }: Principal) => sql.teams.all(kind, id).map((row) => text(row.team)),
    /**
     * Remembers the hash of a key. `expires` in milliseconds since 1970; without it the key is good for ever. `id` is
     * that of the key as a resource.
     */
    addKey(key: string, identity: string, expires?: number, id = ""): void {
      sql.key.run(hashOf(key), identity, expires ?? null, id);
    },
    /** Ids of the keys of an identity account, as resources, oldest first. */
    keysOf: (identity: string) => sql.keys.all(identity).map((row) => text(row.id)),
    invite(invitation: { id: string; org: string; email: string; status: number; data: Uint8Array }): void {
      const { id, org, email, status, data } = invitation;
      sql.invite.run(id, org, email, status, data);
    },
    isInvited: (org: string, email: string, status: number) => sql.invited.get(org, email, status) !== undefined,
    invitations: (org: string, status: number) => sql.invitations.all(org, status).map((row) => bytes(row.data)),
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
    data: bytes(row.data),
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

function grantOf(row: Record<string, SQLOutputValue>): Required<Grant> {
  const { principal_kind, principal, role, kind, id } = row;
  return {
    principalKind: text(principal_kind),
    principal: text(principal),
    role: text(role),
    kind: text(kind),
    id: text(id),
  };
}

function bytes(value: SQLOutputValue | undefined): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array();
}

function text(value: SQLOutputValue | undefined): string {
  return typeof value === "string" ? value : "";
}

function hashOf(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}
