// A quick hash that tells texts apart by their beginnings and lengths. Not for secrets, nor against those who look for
// collisions.

const SEED_ONE = 0x811c9dc5;
const SEED_TWO = 0x9e3779b1;
const PRIME_ONE = 0x01000193;
const PRIME_TWO = 0x85ebca6b;

/** Two 32-bit hashes of the FNV kind, side by side. */
export class PrefixHash {
  #one = SEED_ONE;
  #two = SEED_TWO;

  /** Takes in the length and at most the first `chars` UTF-16 units. */
  add(text: string, chars: number): void {
    let one = this.#one ^ text.length;
    let two = this.#two ^ text.length;
    const end = Math.min(text.length, chars);
    for (let at = 0; at < end; at++) {
      const unit = text.charCodeAt(at);
      one = Math.imul(one ^ unit, PRIME_ONE);
      two = Math.imul(two ^ unit, PRIME_TWO) ^ (two >>> 15);
    }
    this.#one = Math.imul(one, PRIME_ONE);
    this.#two = Math.imul(two, PRIME_TWO);
  }

  /** Of everything taken in so far: at most 14 letters and digits. */
  digest(): string {
    return (this.#one >>> 0).toString(36) + (this.#two >>> 0).toString(36);
  }
}
