// The short way of plain POSTs to the doors: a path that is known letter for letter and a body of a stated, allowed size
// need no router and none of its hooks. Whatever is not so plain goes the long way, which has the same routes.

import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Door } from './door.ts';
import type { Admission } from './handle.ts';

/** A request whose head was admitted and whose body is here. */
export interface ReadRequest {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly admission: Admission;
  readonly body: unknown;
}

/** Where its answer goes. */
export interface Reply {
  readonly raw: ServerResponse;
  /** From now on nobody but the caller writes to `raw`. */
  hijack(): unknown;
}

/** `endpoint` is the route's pattern, for log and metrics. `serve` answers its own errors: nobody waits for it. */
export interface DirectPost {
  readonly door: Door;
  readonly endpoint: string;
  serve(request: ReadRequest, reply: Reply): Promise<void>;
}

/** What happens to every request on either way. */
export interface DirectGuard {
  /** Judges the head. Throws GatewayError. */
  admit(request: IncomingMessage, response: ServerResponse): Admission;
  /** Answers a request that was not admitted. */
  refuse(post: DirectPost, request: IncomingMessage, response: ServerResponse, error: unknown): void;
}

/** Escapes, doubled slashes and the like mean something to the router. */
const PLAIN = /^(?:\/[\w.:@-]+)+$/u;
/** Longer ones are for the router to refuse. */
const LONGEST_PATH = 256;

/** The posts by path; a path that ends in `*` stands for all that begin so. */
export class DirectPosts {
  readonly #exact = new Map<string, DirectPost>();
  readonly #beginnings: (readonly [beginning: string, post: DirectPost])[] = [];
  readonly #maxBytes: number;
  readonly #guard: DirectGuard;

  constructor(maxBytes: number, guard: DirectGuard) {
    this.#maxBytes = maxBytes;
    this.#guard = guard;
  }

  add(path: string, post: DirectPost): void {
    if (path.endsWith('*')) this.#beginnings.push([path.slice(0, -1), post]);
    else this.#exact.set(path, post);
  }

  /** Takes the request and answers it; false, and nothing was touched, when it has to go the long way. */
  take(request: IncomingMessage, response: ServerResponse): boolean {
    const { url = '', headers } = request;
    const sizeBytes = Number(headers['content-length']);
    if (request.method !== 'POST' || !(sizeBytes > 0 && sizeBytes <= this.#maxBytes)) return false;
    const post = this.#find(url);
    if (post === undefined) return false;
    let admission: Admission;
    try {
      admission = this.#guard.admit(request, response);
    } catch (error) {
      this.#guard.refuse(post, request, response, error);
      return true;
    }
    const reply = { raw: response, hijack: () => {} };
    readBody(request, sizeBytes, (body) => void post.serve({ url, headers, admission, body }, reply));
    return true;
  }

  #find(url: string): DirectPost | undefined {
    const mark = url.indexOf('?');
    const path = mark === -1 ? url : url.slice(0, mark);
    const exact = this.#exact.get(path);
    if (exact !== undefined || path.length > LONGEST_PATH) return exact;
    const found = this.#beginnings.find(([beginning]) => path.startsWith(beginning));
    return found !== undefined && PLAIN.test(path) ? found[1] : undefined;
  }
}

/** Reads the whole body. One that does not come whole goes nowhere: its caller has left, or Node refuses it. */
function readBody(request: IncomingMessage, sizeBytes: number, done: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => void chunks.push(chunk));
  request.on('end', () => {
    const [first] = chunks;
    done(chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks, sizeBytes));
  });
}
