// Reads a request's body whole, up to a cap.
import type { IncomingMessage } from 'node:http';

const LARGEST_BODY_BYTES = 128 * 1024 * 1024;
const EMPTY = Buffer.alloc(0);

/** The body; undefined when it is larger than 128 MiB or the client went away while sending it. */
export function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  if (request.method === 'GET' || request.method === 'HEAD') return Promise.resolve(EMPTY);
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    request.on('data', (chunk: Buffer) => {
      sizeBytes += chunk.length;
      if (sizeBytes > LARGEST_BODY_BYTES) request.destroy();
      else chunks.push(chunk);
    });
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    request.on('error', () => resolve(undefined));
    request.on('close', () => resolve(undefined));
  });
}
