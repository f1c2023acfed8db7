// Vectors of the simulated embedding models: the same text always gets the same direction.
import { createHash } from 'node:crypto';
import { createSeededRandom } from '../lib/random.ts';

/** A vector of unit length when `fullDimensions` are kept; cut to fewer, it is shorter than one, as Matryoshka vectors are. */
export function createEmbedding(text: string, dimensions: number, fullDimensions: number): number[] {
  const random = createSeededRandom(createHash('sha256').update(text).digest().readUInt32LE(0));
  const values: number[] = [];
  let squares = 0;
  for (let at = 0; at < fullDimensions; at++) {
    const value = random() * 2 - 1;
    squares += value * value;
    if (at < dimensions) values.push(value);
  }
  const length = Math.sqrt(squares);
  return values.map((value) => Math.fround(value / length));
}
