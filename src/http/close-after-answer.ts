// What becomes of connections while the gateway stops: each is closed after its running answer, and told so in the head
// where that is still to come, so that no client sends its next request into a closing connection.

import type { FastifyInstance } from 'fastify';
import type { CurrentResponses } from './current-responses.ts';

/** Makes the stop of `app` end its connections so. */
export function closeAfterAnswer(app: FastifyInstance, responses: CurrentResponses): void {
  app.addHook('preClose', async () => {
    for (const response of responses.all()) {
      if (response.writableFinished) continue;
      const { socket } = response.req;
      if (!response.headersSent) response.setHeader('connection', 'close');
      // Kept alive beyond the last answer, a connection would hold the stop up to the end of its grace.
      else response.once('finish', () => socket.destroySoon());
    }
  });
}
