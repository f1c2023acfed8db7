// Tells when JSON text that comes in pieces has become a whole object, reading each character once.

/** Follows one JSON object as its text comes. */
export class JsonObjectScan {
  #depth = 0;
  #inString = false;
  #escaped = false;
  #begun = false;

  /** True once the braces that were opened are closed. */
  get complete(): boolean {
    return this.#begun && this.#depth === 0;
  }

  push(piece: string): void {
    for (let at = 0; at < piece.length; at++) {
      const character = piece[at];
      if (this.#escaped) this.#escaped = false;
      else if (this.#inString) {
        if (character === '\\') this.#escaped = true;
        else if (character === '"') this.#inString = false;
      } else if (character === '"') this.#inString = true;
      else if (character === '{' || character === '[') {
        this.#begun = true;
        this.#depth++;
      } else if (character === '}' || character === ']') this.#depth--;
    }
  }
}
