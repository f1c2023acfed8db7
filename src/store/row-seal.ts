// Seals a row of the database: what lies on the disk tells nothing, and moved to another owner or id it does not open.

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
/** The size that GCM is made for: https://nvlpubs.nist.gov/nistpubs/Legacy/SP/nistspecialpublication800-38d.pdf */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM; the nonce of 12 bytes is drawn anew for each value. */
export interface SealedValue {
  readonly nonce: Uint8Array;
  /** The ciphertext, followed by its tag of 16 bytes. */
  readonly bytes: Uint8Array;
}

/** Owner and id are bound into the seal, not hidden by it. */
export interface RowSeal {
  close(owner: string, id: string, text: string): SealedValue;
  /** Undefined when the value was sealed with another key, for another owner or id, or was changed. */
  open(owner: string, id: string, sealed: SealedValue): string | undefined;
}

/** Creates a seal. Throws RangeError when the key is not 32 bytes. */
export function createRowSeal(key: Buffer): RowSeal {
  if (key.length !== KEY_BYTES) {
    throw new RangeError(`the encryption key must be ${KEY_BYTES} bytes, not ${key.length}`);
  }
  return {
    close(owner, id, text) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(bindingOf(owner, id));
      const bytes = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return { nonce, bytes };
    },
    open(owner, id, { nonce, bytes }) {
      if (bytes.length < TAG_BYTES) return undefined;
      try {
        const opener = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
        opener.setAAD(bindingOf(owner, id));
        opener.setAuthTag(bytes.subarray(-TAG_BYTES));
        const text = Buffer.concat([opener.update(bytes.subarray(0, -TAG_BYTES)), opener.final()]);
        return text.toString('utf8');
      } catch {
        return undefined;
      }
    },
  };
}

/** JSON keeps the two apart: no client and id run together into another pair. */
function bindingOf(owner: string, id: string): Buffer {
  return Buffer.from(JSON.stringify([owner, id]), 'utf8');
}
