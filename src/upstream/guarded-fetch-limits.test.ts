import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createManualClock } from '../lib/clock.ts';
import { createWorld, refusal, serve, servers } from './guarded-fetch.fixture.ts';

describe('limits', () => {
  it('refuses a body that is declared too large without reading it', async () => {
    const port = await serve((_request, response) =>
      response.writeHead(200, { 'content-length': '1001' }).flushHeaders(),
    );
    const error = await refusal(createWorld({ maxBytes: 1000 }).fetchMedia(`http://pictures.test:${port}/`));
    expect(error.message).toContain('1000 bytes');
  });

  it('stops an endless body at the limit', async () => {
    let closed: (() => void) | undefined;
    const gone = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const port = await serve((_request, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(64_000)));
      };
      response.on('drain', more);
      response.on('close', () => closed?.());
      more();
    });
    const error = await refusal(
      createWorld({ maxBytes: 1_000_000 }).fetchMedia(`http://pictures.test:${port}/`),
    );
    expect(error.message).toContain('larger than');
    await gone;
  });

  it('stops a gzip bomb at the limit of what it unpacks to', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    expect(bomb.length).toBeLessThan(100_000);
    const port = await serve(
      (_request, response) => void response.setHeader('content-encoding', 'gzip').end(bomb),
    );
    const error = await refusal(
      createWorld({ maxBytes: 1_000_000 }).fetchMedia(`http://pictures.test:${port}/`),
    );
    expect(error.message).toContain('larger than');
  });

  it.each([
    ['broken compression', { 'content-encoding': 'gzip' }],
    ['an encoding it cannot read', { 'content-encoding': 'compress' }],
    ['encodings upon encodings', { 'content-encoding': 'gzip, gzip' }],
  ])('refuses %s', async (_what, headers) => {
    const port = await serve((_request, response) => void response.writeHead(200, headers).end('plain'));
    const error = await refusal(createWorld().fetchMedia(`http://pictures.test:${port}/`));
    expect(error.message).toContain('could not be fetched');
  });

  it.each([
    ['that never answers', () => {}],
    ['that drips its body', (response: { write(text: string): unknown }) => void response.write('a drop')],
  ] as const)('lets go of a server %s when the time is up', async (_what, behave) => {
    const clock = createManualClock(0);
    let arrived: (() => void) | undefined;
    const inside = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const port = await serve((_request, response) => {
      behave(response);
      arrived?.();
    });
    const error = refusal(
      createWorld({ clock, timeoutMs: 15_000 }).fetchMedia(`http://pictures.test:${port}/`),
    );
    await inside;
    clock.advance(15_000);
    expect((await error).message).toContain('15000 ms');
    expect(clock.pending()).toBe(0);
  });

  it('does not wait for a resolver that never answers', async () => {
    const clock = createManualClock(0);
    const error = refusal(
      createWorld({ clock, resolve: () => new Promise(() => {}) }).fetchMedia('http://pictures.test/'),
    );
    clock.advance(15_000);
    expect((await error).message).toContain('15000 ms');
  });

  it('stops when its caller leaves', async () => {
    const caller = new AbortController();
    const port = await serve(() => caller.abort());
    const error = await refusal(createWorld().fetchMedia(`http://pictures.test:${port}/`, caller.signal));
    expect(error.message).toContain('could not be fetched');
  });

  it('refuses anything but a 200', async () => {
    const port = await serve((_request, response) => void response.writeHead(404).end());
    expect((await refusal(createWorld().fetchMedia(`http://pictures.test:${port}/`))).message).toContain(
      '404',
    );
  });

  it('says the same of an unknown name, a private address and a closed port', async () => {
    const port = await serve(() => {});
    servers.splice(0).forEach((server) => server.close());
    const { fetchMedia } = createWorld({ names: { 'unknown.test': [[]], 'inside.test': [['10.0.0.7']] } });
    const messages = await Promise.all(
      ['unknown.test', 'inside.test', `pictures.test:${port}`].map(
        async (host) => (await refusal(fetchMedia(`http://${host}/`))).message,
      ),
    );
    expect(new Set(messages).size).toBe(1);
  });
});
