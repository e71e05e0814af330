import { createHash } from "node:crypto";
import type { SQLOutputValue } from "node:sqlite";
import { inTransaction, openDatabase } from "./schema.ts";

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
    held: database.prepare(tree),
    version: database.prepare("INSERT INTO versions VALUES (?, ?, ?, ?, ?)"),
    versions: database.prepare("SELECT id FROM versions WHERE kind = ? AND resource_id = ? ORDER BY rowid"),
    grant: database.prepare("INSERT OR IGNORE INTO grants VALUES (?, ?, ?, ?)"),
    grants: database.prepare("SELECT * FROM grants WHERE principal = ?"),
    key: database.prepare("INSERT OR REPLACE INTO api_keys VALUES (?, ?, ?)"),
    byKey: database.prepare("SELECT identity, expires FROM api_keys WHERE hash = ?"),
  };

  return {
    isEmpty: () => database.prepare("SELECT 1 FROM resources LIMIT 1").get() === undefined,
    find: (kind: string, id: string) => rowOf(sql.byId.get(kind, id)),
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
    /** Removes one resource with its versions and the grants on it. */
    remove(kind: string, id: string): void {
      for (const statement of [sql.remove, sql.removeGrants, sql.removeVersions]) statement.run(kind, id);
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
    /** Remembers the hash of a key. `expires` in milliseconds since 1970; without it the key is good for ever. */
    addKey(key: string, identity: string, expires?: number): void {
      sql.key.run(hashOf(key), identity, expires ?? null);
    },
    findKey(key: string): { readonly identity: string; readonly expires: number | undefined } | undefined {
      const row = sql.byKey.get(hashOf(key));
      if (row === undefined) return undefined;
      return { identity: text(row.identity), expires: row.expires === null ? undefined : Number(row.expires) };
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

function text(value: SQLOutputValue | undefined): string {
  return typeof value === "string" ? value : "";
}

function hashOf(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}
