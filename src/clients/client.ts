// One application that may call the gateway, as the rest of the gateway knows it. Its key stays behind.

/** `name` is its own alone, and the one that the logs show. */
export interface Client {
  readonly name: string;
  /** Globs of the models it may use; undefined: all. */
  readonly models?: readonly string[] | undefined;
}
