// Bytes that wait for the rest of what they belong to. Knows nothing of what they are.

const EMPTY = Buffer.alloc(0);

/**
 * Gathers pieces in one buffer that grows by half, so that each byte is copied a bounded number of times however small
 * the pieces are; a list of pieces would cost a hundred bytes for each that comes alone. A lone piece is not copied.
 */
export class HeldBytes {
  #bytes: Buffer = EMPTY;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  append(piece: Buffer): void {
    if (piece.length === 0) return;
    if (this.#length === 0) {
      // The sender's own memory: it is exactly full, so nothing is ever written into it.
      this.#bytes = piece;
      this.#length = piece.length;
      return;
    }
    const needed = this.#length + piece.length;
    if (needed > this.#bytes.length) {
      const grown = Buffer.allocUnsafe(needed + (needed >>> 1));
      grown.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = grown;
    }
    this.#bytes.set(piece, this.#length);
    this.#length = needed;
  }

  /** Hands everything out and forgets it. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#bytes = EMPTY;
    this.#length = 0;
    return taken;
  }
}
