// Reads a body to its end, decompressed if need be, and stops as soon as it is larger than allowed: a few kilobytes on
// the wire may stand for gigabytes of memory.

import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** Resolves to at most `maxBytes`. Rejects with `tooLarge()` past that, and with an Error on an unknown encoding. */
export async function readCapped(
  body: Readable,
  encoding: string | string[] | undefined,
  maxBytes: number,
  tooLarge: () => Error,
  signal: AbortSignal,
): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let sizeBytes = 0;
  async function collect(source: AsyncIterable<Buffer>): Promise<void> {
    for await (const piece of source) {
      sizeBytes += piece.length;
      if (sizeBytes > maxBytes) throw tooLarge();
      pieces.push(piece);
    }
  }
  const decoder = createDecoder(String(encoding ?? 'identity'));
  if (decoder === undefined) await pipeline(body, collect, { signal });
  else await pipeline(body, decoder, collect, { signal });
  return Buffer.concat(pieces, sizeBytes);
}

function createDecoder(encoding: string) {
  switch (encoding.trim().toLowerCase()) {
    case '':
    case 'identity':
      return undefined;
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      throw new Error(`unknown content-encoding ${encoding}`);
  }
}
