// Whether a request may pass the router, and its handing over; the body is left out, whose reading is Node's work.

import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { DirectPosts } from '../../src/http/direct-posts.ts';
import { openaiDoor } from '../../src/http/door.ts';
import type { Cases } from '../measure-cases.ts';

class BodilessRequest extends IncomingMessage {
  override on(): this {
    return this;
  }
}

const admission = { requestId: 'req-1', client: { name: 'web', mayUse: () => true } };
const posts = new DirectPosts(1_000_000, { admit: () => admission, refuse: () => {} });
const paths = ['/v1/chat/completions', '/v1/responses', '/v1/messages', '/v1beta/models/*', '/v1/models/*'];
for (const path of paths)
  posts.add(path, { door: openaiDoor, endpoint: path, serve: () => Promise.resolve() });

function take(method: string, url: string, isDirect: boolean): () => unknown {
  const request = new BodilessRequest(new Socket());
  Object.assign(request, { method, url });
  request.headers = { 'content-length': '1200', 'content-type': 'application/json' };
  const response = new ServerResponse(request);
  return () => (posts.take(request, response) === isDirect ? isDirect : undefined);
}

export const cases: Cases = {
  'a known path': take('POST', '/v1/chat/completions', true),
  'a path that names a model': take('POST', '/v1beta/models/gemini-3.8-flash:generateContent', true),
  'a path for the router': take('POST', '/v1/files', false),
  'a GET': take('GET', '/v1/models', false),
};
