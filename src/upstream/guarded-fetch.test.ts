import type { IncomingMessage } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createGuardedFetch } from './guarded-fetch.ts';
import { createWorld, png, PUBLIC, refusal, serve } from './guarded-fetch.fixture.ts';

describe('fetching', () => {
  it('returns bytes and type, and speaks to the name it was given', async () => {
    let seen: IncomingMessage | undefined;
    const port = await serve((request, response) => {
      seen = request;
      response.setHeader('content-type', 'image/png; charset=binary').end(png);
    });
    const { fetchMedia, dialled } = createWorld();
    const media = await fetchMedia(`http://pictures.test:${port}/a.png?size=1`);
    expect(media).toEqual({ bytes: png, mimeType: 'image/png' });
    expect(seen?.headers.host).toBe(`pictures.test:${port}`);
    expect(seen?.url).toBe('/a.png?size=1');
    expect(dialled).toEqual([PUBLIC]);
  });

  it('tells the type by the bytes when the server does not', async () => {
    const port = await serve(
      (_request, response) => void response.setHeader('content-type', 'application/octet-stream').end(png),
    );
    expect((await createWorld().fetchMedia(`http://pictures.test:${port}/`)).mimeType).toBe('image/png');
  });

  it('reads a compressed body although it asked for a plain one', async () => {
    const port = await serve((request, response) => {
      expect(request.headers['accept-encoding']).toBe('identity');
      response.setHeader('content-encoding', 'gzip').end(gzipSync(png));
    });
    expect((await createWorld().fetchMedia(`http://pictures.test:${port}/`)).bytes).toEqual(png);
  });

  it('follows redirects to public places, relative ones too', async () => {
    const port = await serve((request, response) => {
      if (request.url === '/first') response.writeHead(302, { location: '/second' }).end();
      else if (request.url === '/second')
        response.writeHead(307, { location: `http://other.test:${port}/third` }).end();
      else response.end(png);
    });
    const { fetchMedia, asked } = createWorld();
    expect((await fetchMedia(`http://pictures.test:${port}/first`)).bytes).toEqual(png);
    expect(asked).toEqual(['pictures.test', 'pictures.test', 'other.test']);
  });

  it('reaches private addresses when told that it may', async () => {
    const port = await serve((_request, response) => void response.end(png));
    const fetchMedia = createGuardedFetch({ allowPrivate: true });
    expect((await fetchMedia(`http://127.0.0.1:${port}/`)).bytes).toEqual(png);
  });
});

describe('attacks', () => {
  it.each([
    'file:///etc/passwd',
    'ftp://pictures.test/a.png',
    'gopher://pictures.test/',
    'data:image/png;base64,AAAA',
    'javascript:alert(1)',
    'http://user:password@pictures.test/',
    'http://user@pictures.test/',
    'http://',
    'pictures.test/a.png',
    '',
  ])('refuses the URL %j before asking any resolver', async (url) => {
    const { fetchMedia, asked, dialled } = createWorld();
    await refusal(fetchMedia(url));
    expect([asked, dialled]).toEqual([[], []]);
  });

  const forms: readonly (readonly [what: string, host: string])[] = [
    ['dotted', '127.0.0.1'],
    ['decimal', '2130706433'],
    ['hexadecimal', '0x7f000001'],
    ['hexadecimal parts', '0x7f.0.0.0x1'],
    ['octal', '017700000001'],
    ['octal parts', '0177.0.0.01'],
    ['short', '127.1'],
    ['zero', '0'],
    ['full-width digits', '１２７.０.０.１'],
    ['percent-encoded', '%31%32%37.0.0.1'],
    ['trailing dot', '127.0.0.1.'],
    ['IPv6 loopback', '[::1]'],
    ['IPv6 unspecified', '[::]'],
    ['IPv4-mapped', '[::ffff:127.0.0.1]'],
    ['IPv4-mapped in hex', '[::ffff:7f00:1]'],
    ['NAT64', '[64:ff9b::7f00:1]'],
    ['6to4', '[2002:7f00:1::]'],
    ['metadata', '169.254.169.254'],
    ['metadata in decimal', '2852039166'],
    ['private', '192.168.0.1'],
  ];
  it.each(forms)('refuses a %s address: %s', async (_what, host) => {
    let reached = 0;
    const port = await serve((_request, response) => {
      reached++;
      response.end(png);
    });
    const { fetchMedia, dialled } = createWorld();
    await refusal(fetchMedia(`http://${host}:${port}/`));
    expect([reached, dialled]).toEqual([0, []]);
  });

  it.each(['localhost', 'localhost.', 'LOCALHOST'])(
    'refuses %s as the real resolver answers it',
    async (host) => {
      let reached = 0;
      const port = await serve((_request, response) => {
        reached++;
        response.end(png);
      });
      await refusal(createGuardedFetch()(`http://${host}:${port}/`));
      expect(reached).toBe(0);
    },
  );

  it.each([
    ['a private address', ['10.0.0.7']],
    ['a private address among public ones', [PUBLIC, '10.0.0.7']],
    ['the metadata address', ['169.254.169.254']],
    ['nothing', []],
    ['nonsense', ['not-an-address']],
  ])('refuses a name that resolves to %s', async (_what, addresses) => {
    const { fetchMedia, dialled } = createWorld({ names: { 'inside.test': [addresses] } });
    await refusal(fetchMedia('http://inside.test/'));
    expect(dialled).toEqual([]);
  });

  it('asks a name once: a second, private answer is never connected to', async () => {
    const port = await serve((_request, response) => void response.end(png));
    const { fetchMedia, asked, dialled } = createWorld({
      names: { 'rebind.test': [[PUBLIC], ['127.0.0.1']] },
    });
    await fetchMedia(`http://rebind.test:${port}/`);
    expect([asked, dialled]).toEqual([['rebind.test'], [PUBLIC]]);
    await refusal(fetchMedia(`http://rebind.test:${port}/`));
    expect(dialled).toEqual([PUBLIC]);
  });

  it('checks a name again when it is redirected to itself', async () => {
    const port = await serve(
      (_request, response) => void response.writeHead(302, { location: '/again' }).end(),
    );
    const { fetchMedia, asked, dialled } = createWorld({
      names: { 'rebind.test': [[PUBLIC], ['127.0.0.1']] },
    });
    await refusal(fetchMedia(`http://rebind.test:${port}/`));
    expect([asked.length, dialled]).toEqual([2, [PUBLIC]]);
  });

  it.each([
    'http://169.254.169.254/latest/meta-data/',
    'http://[fd00:ec2::254]/',
    '//127.0.0.1/',
    'http://inside.test/',
    'file:///etc/passwd',
    'http://user:password@pictures.test/',
  ])('refuses a redirect to %s', async (location) => {
    const port = await serve((_request, response) => void response.writeHead(302, { location }).end());
    const { fetchMedia, dialled } = createWorld({ names: { 'inside.test': [['10.0.0.7']] } });
    await refusal(fetchMedia(`http://pictures.test:${port}/`));
    expect(dialled).toEqual([PUBLIC]);
  });

  it('gives up on a circle of redirects', async () => {
    let reached = 0;
    const port = await serve((_request, response) => {
      reached++;
      response.writeHead(302, { location: '/' }).end();
    });
    await refusal(createWorld({ maxRedirects: 3 }).fetchMedia(`http://pictures.test:${port}/`));
    expect(reached).toBe(4);
  });
});
