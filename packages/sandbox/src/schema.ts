import { DatabaseSync } from "node:sqlite";

/** What SQLite keeps in the header of a file to tell whose it is: `plsb`. */
const applicationId = 0x70_6c_73_62;
/** Version of the tables below. A file of another version is refused, not migrated: its data are only play. */
const schemaVersion = 2;

const tables = `
  CREATE TABLE resources (
    kind TEXT NOT NULL, id TEXT NOT NULL, org TEXT NOT NULL, env TEXT NOT NULL,
    owner_kind TEXT NOT NULL, owner_id TEXT NOT NULL, scope TEXT NOT NULL, slug TEXT NOT NULL, name TEXT NOT NULL,
    data BLOB NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL,
    PRIMARY KEY (kind, id), UNIQUE (kind, scope, slug)
  ) STRICT;
  CREATE INDEX resources_by_id ON resources (id);
  CREATE INDEX resources_by_org ON resources (kind, org);
  CREATE INDEX resources_by_owner ON resources (owner_kind, owner_id);
  CREATE TABLE versions (
    id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, resource_id TEXT NOT NULL, data BLOB NOT NULL,
    created INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX versions_by_resource ON versions (kind, resource_id);
  CREATE TABLE grants (
    principal_kind TEXT NOT NULL, principal TEXT NOT NULL, role TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
    PRIMARY KEY (principal_kind, principal, kind, id, role)
  ) STRICT;
  CREATE INDEX grants_by_resource ON grants (kind, id);
  CREATE TABLE runs (
    id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, runner TEXT NOT NULL,
    state TEXT NOT NULL, position INTEGER NOT NULL, cancels INTEGER NOT NULL, purges INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX runs_by_subject ON runs (subject);
  CREATE INDEX runs_by_state ON runs (state);
  CREATE TABLE locks (
    resource TEXT NOT NULL, job TEXT NOT NULL, since INTEGER NOT NULL, UNIQUE (resource, job)
  ) STRICT;
  CREATE TABLE said (stream TEXT NOT NULL, data BLOB NOT NULL) STRICT;
  CREATE INDEX said_by_stream ON said (stream);
  CREATE TABLE team_members (
    team TEXT NOT NULL, member_kind TEXT NOT NULL, member TEXT NOT NULL, PRIMARY KEY (team, member_kind, member)
  ) STRICT;
  CREATE INDEX teams_by_member ON team_members (member_kind, member);
  CREATE TABLE api_keys (
    hash TEXT NOT NULL PRIMARY KEY, identity TEXT NOT NULL, expires INTEGER, id TEXT NOT NULL
  ) STRICT;
  CREATE INDEX api_keys_by_identity ON api_keys (identity);
  CREATE TABLE invitations (
    id TEXT NOT NULL PRIMARY KEY, org TEXT NOT NULL, email TEXT NOT NULL, status INTEGER NOT NULL, data BLOB NOT NULL
  ) STRICT;
  CREATE INDEX invitations_by_org ON invitations (org, status);
`;

export const tableNames = [
  "resources",
  "versions",
  "grants",
  "runs",
  "locks",
  "said",
  "team_members",
  "api_keys",
  "invitations",
] as const;

/** Opens the database of a sandbox, and makes its tables where it is new. Throws an `Error` for any other file. */
export function openDatabase(file: string | undefined): DatabaseSync {
  const name = file ?? "The database in memory";
  const database = opened(file ?? ":memory:", name);
  try {
    // Another sandbox on the same file may be writing: wait for up to a second.
    database.exec("PRAGMA busy_timeout = 1000");
    if (isNew(database, name)) inTransaction(database, () => createTables(database, name));
    // A writer that is killed loses nothing that was committed.
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
    return database;
  } catch (error) {
    database.close();
    throw refusal(name, error);
  }
}

function opened(location: string, name: string): DatabaseSync {
  try {
    return new DatabaseSync(location);
  } catch (error) {
    throw refusal(name, error);
  }
}

/** Whether there is nothing yet. Throws where there is anything but a whole sandbox of this version. */
function isNew(database: DatabaseSync, name: string): boolean {
  const read = (sql: string) => Object.values(database.prepare(sql).get() ?? {})[0];
  const owner = read("PRAGMA application_id");
  const version = read("PRAGMA user_version");
  if (owner !== applicationId) {
    if (version === 0 && read("SELECT count(*) FROM sqlite_schema") === 0) return true;
    throw new Error(`${name} is a database, but not a sandbox's. Choose another file.`);
  }
  if (version !== schemaVersion) {
    throw new Error(
      `${name} was written by another version of the sandbox (schema ${version}, this one has ${schemaVersion}). Delete it or choose another file.`,
    );
  }
  const damage = read("PRAGMA quick_check(1)");
  if (damage !== "ok") throw new Error(`${name} is damaged (${damage}). Delete it or choose another file.`);
  return false;
}

/** Asks again whether the file is new: another sandbox may have been faster. */
function createTables(database: DatabaseSync, name: string): void {
  if (!isNew(database, name)) return;
  database.exec(`${tables} PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${schemaVersion}`);
}

/** Runs `work` whole or not at all. */
export function inTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

/** SQLite's own words name no file. */
function refusal(name: string, error: unknown): unknown {
  const code = sqliteCode(error);
  if (!(error instanceof Error) || code === undefined) return error;
  if (code === notADatabase) return new Error(`${name} is not a sandbox's file. Choose another.`, { cause: error });
  return new Error(`${name} cannot be opened as a sandbox's file: ${error.message}.`, { cause: error });
}

const notADatabase = 26;
const busy = 5;

/** Whether an error says that another process holds the file. */
export function isBusy(error: unknown): boolean {
  return sqliteCode(error) === busy;
}

/** The primary result code of an error of SQLite's. */
function sqliteCode(error: unknown): number | undefined {
  const isSqlite = error instanceof Error && "errcode" in error && typeof error.errcode === "number";
  return isSqlite ? Number(error.errcode) & 0xff : undefined;
}
