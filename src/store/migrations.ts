// The tables, one step after another. A step that has been released is never changed, only followed.

export const migrations: readonly string[] = [
  `CREATE TABLE pool_state (
     provider TEXT NOT NULL,
     kind TEXT NOT NULL,
     id TEXT NOT NULL,
     body TEXT NOT NULL,
     PRIMARY KEY (provider, kind, id)
   ) STRICT, WITHOUT ROWID`,
];
