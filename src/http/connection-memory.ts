// Who spoke last on each connection. Clients keep their connections, and to look a key up costs a digest each time.

import { timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Caller } from '../pipeline/request-context.ts';

interface LastCaller {
  readonly credential: Buffer;
  readonly caller: Caller;
}

/** Remembers one caller a connection, as long as the connection lives. For keys that stay what they are. */
export class ConnectionMemory {
  readonly #last = new WeakMap<Socket, LastCaller>();

  /** The caller, if the credential is the very one that it came with; compared in constant time, since connections can be shared. */
  recall(socket: Socket, credential: string): Caller | undefined {
    const last = this.#last.get(socket);
    if (last === undefined) return undefined;
    const bytes = Buffer.from(credential);
    return bytes.length === last.credential.length && timingSafeEqual(bytes, last.credential)
      ? last.caller
      : undefined;
  }

  remember(socket: Socket, credential: string, caller: Caller): void {
    this.#last.set(socket, { credential: Buffer.from(credential), caller });
  }
}
