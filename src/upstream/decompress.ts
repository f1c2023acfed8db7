// Undoes a content encoding that the provider chose although none was asked for.

import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';
import type { Transform } from 'node:stream';

export interface DecompressorEvents {
  onData(chunk: Buffer): void;
  onEnd(): void;
  onError(detail: string): void;
  onDrain(): void;
}

export interface Decompressor {
  /** False when the sender should pause until `onDrain`. */
  write(chunk: Buffer): boolean;
  end(): void;
  destroy(): void;
}

/** Creates a decompressor for a `content-encoding` header; undefined when the bytes are plain. */
export function createDecompressor(
  encoding: string | readonly string[] | undefined,
  events: DecompressorEvents,
): Decompressor | undefined {
  if (encoding === undefined || encoding === 'identity') return undefined;
  const stream = createTransform(String(encoding));
  if (stream === undefined) {
    queueMicrotask(() => events.onError(`unknown content-encoding ${String(encoding)}`));
    return { write: () => true, end: () => {}, destroy: () => {} };
  }
  stream.on('data', (chunk: Buffer) => events.onData(chunk));
  stream.on('end', () => events.onEnd());
  stream.on('drain', () => events.onDrain());
  stream.on('error', (error) => events.onError(error.message));
  return {
    write: (chunk) => stream.write(chunk),
    end: () => void stream.end(),
    destroy: () => void stream.destroy(),
  };
}

function createTransform(encoding: string): Transform | undefined {
  switch (encoding.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    case 'zstd':
      return createZstdDecompress();
    default:
      return undefined;
  }
}
