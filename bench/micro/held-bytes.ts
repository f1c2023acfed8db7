// An event of 64 KB that comes in pieces; beside a list of them that is put together at its end.

import { HeldBytes } from '../../src/lib/held-bytes.ts';
import type { Cases } from '../measure-cases.ts';

const WHOLE_BYTES = 65_536;

function held(pieceBytes: number): () => Buffer {
  const piece = Buffer.alloc(pieceBytes, 'a');
  const bytes = new HeldBytes();
  return () => {
    while (bytes.length < WHOLE_BYTES) bytes.append(piece);
    return bytes.take();
  };
}

function listed(pieceBytes: number): () => Buffer {
  const piece = Buffer.alloc(pieceBytes, 'a');
  return () => Buffer.concat(Array.from({ length: WHOLE_BYTES / pieceBytes }, () => piece));
}

export const cases: Cases = {
  'one piece': held(WHOLE_BYTES),
  '64 pieces of 1 KB': held(1024),
  'listed, 64 pieces of 1 KB': listed(1024),
  '4,096 pieces of 16 bytes': held(16),
  'listed, 4,096 pieces of 16 bytes': listed(16),
};
