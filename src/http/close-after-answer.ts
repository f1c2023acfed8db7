// What becomes of connections while the gateway stops: each is closed after its running answer, and told so in the head
// where that is still to come, so that no client sends its next request into a closing connection.

import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';

/** Watches over the connections of `app` from now on. */
export function closeAfterAnswer(app: FastifyInstance, isStopping: () => boolean): void {
  const running = new Set<ServerResponse>();
  app.server.on('request', ({ socket }, response) => {
    running.add(response);
    response.on('close', () => running.delete(response));
    // Kept alive beyond the last answer, a connection would hold the stop up to the end of its grace.
    response.on('finish', () => {
      if (isStopping()) socket.destroySoon();
    });
  });
  app.addHook('preClose', async () => {
    for (const response of running) if (!response.headersSent) response.setHeader('connection', 'close');
  });
}
