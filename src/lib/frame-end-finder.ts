// Finds the blank lines of a stream, with lines ended by LF, CR or CRLF in any mixture, looking at each byte once.

const LF = 10;
const CR = 13;

/** Follows one stream; remembers between pieces whatever may be the first half of a blank line. */
export class FrameEndFinder {
  #chunk: Buffer = Buffer.alloc(0);
  #at = 0;
  #lineEmpty = true;
  /** A CR whose LF may still come: it ended a blank line, or another. */
  #openCr: 'none' | 'line' | 'blank' = 'none';
  #nextLf = 0;
  #nextCr = 0;

  /** Goes on with the next piece. The one before must have been read up to -1. */
  start(chunk: Buffer): void {
    this.#chunk = chunk;
    this.#at = 0;
    this.#nextLf = -1;
    this.#nextCr = -1;
  }

  /** Index in the piece after the next blank line, 0 when it ended with the piece before; -1 when there is none. */
  next(): number {
    const chunk = this.#chunk;
    while (this.#at < chunk.length) {
      const byte = chunk[this.#at];
      if (this.#openCr !== 'none') {
        const blank = this.#openCr === 'blank';
        this.#openCr = 'none';
        if (byte === LF) this.#at++;
        if (blank) return this.#at;
      } else if (byte === LF) {
        this.#at++;
        if (this.#lineEmpty) return this.#at;
        this.#lineEmpty = true;
      } else if (byte === CR) {
        this.#at++;
        this.#openCr = this.#lineEmpty ? 'blank' : 'line';
        this.#lineEmpty = true;
      } else {
        this.#lineEmpty = false;
        this.#at = this.#lineEnd();
      }
    }
    return -1;
  }

  /** Each kind of line end is looked for again only once the last one found lies behind. */
  #lineEnd(): number {
    if (this.#nextLf < this.#at) this.#nextLf = this.#find(LF);
    if (this.#nextCr < this.#at) this.#nextCr = this.#find(CR);
    return Math.min(this.#nextLf, this.#nextCr);
  }

  #find(byte: number): number {
    const found = this.#chunk.indexOf(byte, this.#at);
    return found === -1 ? this.#chunk.length : found;
  }
}
