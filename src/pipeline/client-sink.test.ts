import { createServer, get, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { ClientSink } from './client-sink.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

/** A client that waits for its answer, and the way in which it leaves. */
async function openSink(): Promise<{ sink: ClientSink; leave(): Promise<void> }> {
  const arrived = Promise.withResolvers<ServerResponse>();
  const server = createServer((_request, response) => arrived.resolve(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => (server.closeAllConnections(), server.close()));
  const client = get({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' });
  client.on('error', () => {});
  const response = await arrived.promise;
  const sink = new ClientSink(response);
  return {
    sink,
    async leave() {
      const closed = new Promise<void>((resolve) => response.once('close', resolve));
      client.destroy();
      await closed;
    },
  };
}

describe('a client that leaves', () => {
  it('is told of to those who listen, once, and not to those who have stopped to', async () => {
    const { sink, leave } = await openSink();
    const told: string[] = [];
    sink.onGone(() => told.push('one'));
    sink.onGone(() => told.push('other'))();
    await leave();
    expect([sink.gone, told]).toEqual([true, ['one']]);
  });

  it('is told of at once to those who begin to listen when it has left', async () => {
    const { sink, leave } = await openSink();
    await leave();
    let told = 0;
    sink.onGone(() => (told += 1))();
    expect(told).toBe(1);
  });
});
