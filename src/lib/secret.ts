// A secret value that cannot slip into a log, an error or a template string by accident.
// Only `reveal` gives the text; everything else shows the mask.

/** Below this length even a few characters at both ends would give too much away. */
const SHORT_SECRET = 20;

/** Shows `AIzaSy...o_rA`, or the first three characters of a short secret. ASCII: it goes into headers. */
export function maskSecret(text: string): string {
  const masked =
    text.length < SHORT_SECRET ? `${text.slice(0, 3)}...` : `${text.slice(0, 6)}...${text.slice(-4)}`;
  return masked.replaceAll(/[^\u0021-\u007e]/gu, '?');
}

/** Wraps a credential. `String(secret)`, `JSON.stringify(secret)` and inspection show the mask. */
export class Secret {
  readonly #text: string;
  /** The form that may be shown, e.g. `AIzaSy...o_rA`. */
  readonly masked: string;

  constructor(text: string) {
    this.#text = text;
    this.masked = maskSecret(text);
  }

  /** The credential itself. Call it only where it leaves for its owner. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return this.masked;
  }

  toJSON(): string {
    return this.masked;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `Secret(${this.masked})`;
  }
}
