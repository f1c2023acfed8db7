// Undoes a content encoding that the provider chose although none was asked for.

import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';
import type { Transform } from 'node:stream';

/** Told of the plain bytes; nothing but `onDrain` and `onError` comes between `pause` and `resume`. */
export interface DecompressorEvents {
  onData(chunk: Buffer): void;
  onEnd(): void;
  onError(detail: string): void;
  onDrain(): void;
}

/** What comes of it goes to `DecompressorEvents`, errors too. */
export interface Decompressor {
  /** False when the sender should pause until `onDrain`. */
  write(chunk: Buffer): boolean;
  end(): void;
  /** Unpacks no more than it has room for until `resume`: a few bytes may hold a thousand times their size. */
  pause(): void;
  resume(): void;
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
    const nothing = (): void => {};
    return { write: () => true, end: nothing, pause: nothing, resume: nothing, destroy: nothing };
  }
  stream.on('data', (chunk: Buffer) => events.onData(chunk));
  stream.on('end', () => events.onEnd());
  stream.on('drain', () => events.onDrain());
  stream.on('error', (error) => events.onError(error.message));
  return {
    write: (chunk) => stream.write(chunk),
    end: () => void stream.end(),
    pause: () => void stream.pause(),
    resume: () => void stream.resume(),
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
