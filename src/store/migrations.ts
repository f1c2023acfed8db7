// The tables, one step after another. A step that has been released is never changed, only followed.

/** SQL of each schema version, oldest first; only ever appended to. */
export const migrations: readonly string[] = [
  `CREATE TABLE pool_state (
     provider TEXT NOT NULL,
     kind TEXT NOT NULL,
     id TEXT NOT NULL,
     body TEXT NOT NULL,
     PRIMARY KEY (provider, kind, id)
   ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE responses (
     client TEXT NOT NULL,
     id TEXT NOT NULL,
     created_ms INTEGER NOT NULL,
     expires_ms INTEGER NOT NULL,
     size_bytes INTEGER NOT NULL,
     nonce BLOB NOT NULL,
     sealed BLOB NOT NULL,
     PRIMARY KEY (client, id)
   ) STRICT;
   CREATE INDEX responses_by_age ON responses (created_ms, size_bytes);
   CREATE INDEX responses_by_expiry ON responses (expires_ms)`,
  `CREATE TABLE pool_keys (
     provider TEXT NOT NULL,
     fingerprint TEXT NOT NULL,
     created_ms INTEGER NOT NULL,
     settings TEXT NOT NULL,
     nonce BLOB,
     sealed BLOB,
     PRIMARY KEY (provider, fingerprint)
   ) STRICT;
   CREATE TABLE key_providers (provider TEXT PRIMARY KEY) STRICT`,
];
