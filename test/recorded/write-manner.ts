// In which pieces an upstream writes a body: recordings keep no chunk boundaries, so a body is replayed in several manners.

import type { Random } from '../../src/lib/random.ts';

export type WriteManner = 'events' | 'whole' | 'pieces';
export const WRITE_MANNERS: readonly WriteManner[] = ['events', 'whole', 'pieces'];

const LONGEST_PIECE = 7;

/** The same bytes: one event a piece, all at once, or in pieces of one to seven bytes. */
export function cutBody(body: Buffer, manner: WriteManner, random: Random): readonly Buffer[] {
  switch (manner) {
    case 'whole':
      return [body];
    case 'events':
      return cutAtBlankLines(body);
    case 'pieces':
      return cutAnywhere(body, random);
  }
}

/** After every blank line; an array of objects, which has none, after every object of the array. */
function cutAtBlankLines(body: Buffer): readonly Buffer[] {
  const text = body.toString('latin1');
  const boundary = text.startsWith('[') ? /\n\},?\r?\n/gu : /\r?\n\r?\n/gu;
  const pieces: Buffer[] = [];
  let start = 0;
  for (const match of text.matchAll(boundary)) {
    const end = match.index + match[0].length;
    pieces.push(body.subarray(start, end));
    start = end;
  }
  if (start < body.length) pieces.push(body.subarray(start));
  return pieces;
}

function cutAnywhere(body: Buffer, random: Random): readonly Buffer[] {
  const pieces: Buffer[] = [];
  for (let start = 0; start < body.length;) {
    const end = start + 1 + Math.floor(random() * LONGEST_PIECE);
    pieces.push(body.subarray(start, end));
    start = end;
  }
  return pieces;
}
