// `pollux keys`, as a process of its own, against a gateway that runs.

import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';

const COMMAND = join(import.meta.dirname, '..', '..', 'src', 'cli', 'pollux.ts');
const FIRST = 'AIzaSyFirst-0000000000000000000000-fir1';
const SECOND = 'AIzaSySecond-000000000000000000000-sec2';
const THIRD = 'AIzaSyThird-0000000000000000000000-thi3';
const FOURTH = 'AIzaSyFourth-000000000000000000000-fou4';

const dataDir = mkdtempSync(join(tmpdir(), 'pollux-keys-command-'));
let test: TestGateway;
const printed: string[] = [];

beforeAll(async () => {
  const keys = [FIRST, SECOND, THIRD, FOURTH].map((key, index) => ({ key, project: `5000000000${index}` }));
  test = await startTestGateway({ dataDir, keys: [FIRST], simulator: { keys } });
});

afterAll(async () => {
  await test.close();
  rmSync(dataDir, { recursive: true, force: true });
});

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function pollux(args: readonly string[], input = '', env: Record<string, string> = {}): Promise<Ended> {
  const { PATH = '' } = process.env;
  return new Promise((resolve) => {
    const options = { cwd: dataDir, env: { PATH, HOME: dataDir, POLLUX_DATA_DIR: dataDir, ...env } };
    const child = execFile(process.execPath, [COMMAND, ...args], options, (error, out, err) => {
      printed.push(out, err);
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
    child.stdin?.end(input);
  });
}

const keys = (args: readonly string[], input?: string): Promise<Ended> =>
  pollux(['keys', ...args, '--url', test.url], input);

describe('pollux keys', () => {
  it('adds keys from standard input, a file and arguments', async () => {
    expect(await keys(['add', '--name', 'second'], `${SECOND}\n`)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^added +AIzaSy\.\.\.sec2 +[0-9a-f]{16}\n$/u) as string,
    });
    const file = join(dataDir, 'keys.txt');
    writeFileSync(file, `# the third, and one that is there\n${THIRD}\n${SECOND}\n`);
    expect((await keys(['import', file, '--project', 'team', '--rpm', '7'])).out).toMatch(
      /^added .*\nduplicate .*\n$/u,
    );
    expect((await keys(['add', FOURTH])).code).toBe(0);
  });

  it('lists them as a table and as JSON', async () => {
    const { out, code } = await keys(['list']);
    expect(code).toBe(0);
    expect(out.split('\n')[0]).toMatch(/^ID +PROVIDER +KEY +NAME +PROJECT +STATE +SOURCE$/u);
    expect(out).toMatch(/gemini +AIzaSy\.\.\.sec2 +second .*active +added/u);
    const listed = JSON.parse((await keys(['list', '--project', 'team', '--json'])).out) as unknown;
    expect(listed).toMatchObject([{ key: 'AIzaSy...thi3', project: 'team', limits: { rpm: 7 } }]);
  });

  it('names, moves, disables and enables one, by name, mask or the beginning of its id', async () => {
    expect((await keys(['label', 'AIzaSy...fou4', 'fourth'])).out).toContain('fourth');
    expect((await keys(['move', 'fourth', 'team'])).out).toContain('team');
    const [{ id = '' } = {}] = JSON.parse((await keys(['list', '--json'])).out) as { id?: string }[];
    expect((await keys(['disable', id.slice(0, 6)])).out).toContain('disabled');
    expect((await keys(['list', '--state', 'disabled', '--json'])).out).toContain(id);
    expect((await keys(['enable', id])).out).toContain('active');
    expect((await keys(['move', 'fourth'])).out).not.toContain('team');
    expect((await keys(['label', 'fourth'])).out).not.toContain('fourth');
  });

  it('tests them, and tells by its exit code when one is refused', async () => {
    expect(await keys(['test', 'second'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^ok /u) as string,
    });
    test.simulator.setKeyState(THIRD, 'invalid');
    const all = await keys(['test']);
    expect(all.code).toBe(1);
    expect(all.out.match(/^ok /gmu)).toHaveLength(3);
    expect(all.out).toMatch(/^refused +AIzaSy\.\.\.thi3 /mu);
  });

  it('removes what was added, and says why it does not remove what stands in the settings', async () => {
    expect((await keys(['remove', 'AIzaSy...thi3'])).code).toBe(0);
    expect((await keys(['list'])).out).not.toContain('thi3');
    const refused = await keys(['remove', 'AIzaSy...fir1']);
    expect(refused).toMatchObject({
      code: 1,
      err: expect.stringContaining('stands in the settings') as string,
    });
  });
});

describe('keys whose masks are alike', () => {
  it('are listed and named apart; the mask that both have means none of them', async () => {
    const alike = ['AIzaSyAlike-1-00000000000000000000-same', 'AIzaSyAlike-2-00000000000000000000-same'];
    await keys(['add'], alike.join('\n'));
    const disabled = await keys(['disable', 'AIzaSy...same-2']);
    expect(disabled.out).toMatch(/AIzaSy\.\.\.same-2 .* disabled/u);
    expect((await keys(['list', '--state', 'active'])).out).toMatch(/AIzaSy\.\.\.same +/u);
    expect(await keys(['disable', 'AIzaSy...same'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('means 2 keys; use an ID') as string,
    });
    expect((await keys(['remove', 'AIzaSy...same-2'])).code).toBe(0);
    expect((await keys(['remove', 'AIzaSy...same'])).code).toBe(0);
  });
});

describe('what goes wrong', () => {
  it.each([
    ['a key that is none', ['add', 'short'], '', 1, /^invalid /u],
    ['a name that means nothing', ['disable', 'nobody'], '', 1, /means no key/u],
    ['a file that is not there', ['import', '/nowhere/keys.txt'], '', 1, /no such file/u],
  ])('%s', async (_what, args, input, code, text) => {
    const ended = await keys(args, input);
    expect(ended.code).toBe(code);
    expect(ended.out + ended.err).toMatch(text);
  });

  it('no gateway at the address of the configuration', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const ended = await pollux(['keys', 'list'], '', { PORT: String(port) });
    expect(ended.code).toBe(2);
    expect(ended.err).toContain(
      `No gateway answers at http://127.0.0.1:${port} (ECONNREFUSED). Start it with "pollux serve"`,
    );
  });

  it('no token, and a wrong one', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'pollux-no-token-'));
    const none = await pollux(['keys', 'list', '--url', test.url, '--data-dir', empty]);
    expect(none).toMatchObject({
      code: 2,
      err: expect.stringContaining('There is no admin token in') as string,
    });
    const wrong = await pollux(['keys', 'list', '--url', test.url], '', {
      ADMIN_TOKEN: 'wrong-token-00000001',
    });
    expect(wrong).toMatchObject({
      code: 2,
      err: expect.stringContaining('does not take the admin token of the settings') as string,
    });
    rmSync(empty, { recursive: true });
  });

  it('nothing ever printed was a key or the token', () => {
    const token = readFileSync(join(dataDir, 'admin-token'), 'utf8').trim();
    expect(printed.length).toBeGreaterThan(30);
    for (const secret of [FIRST, SECOND, THIRD, FOURTH, token, 'wrong-token-00000001'])
      expect(printed.join('\n')).not.toContain(secret.slice(7));
  });
});

describe('a key whose provider does not run yet', () => {
  it('is stored, said so, and passed over when all are tested', async () => {
    const added = await keys(['add', '--provider', 'groq', 'gsk_waiting-for-the-next-start']);
    expect(added.out).toMatch(/^stored .*\nStart the gateway again to use these keys/u);
    const all = await keys(['test']);
    expect(all.out).toMatch(/^ok /mu);
    expect(all.out).toMatch(/^stored +gsk_wa/mu);
    expect(all).toMatchObject({ code: 0, err: '' });
    expect((await keys(['remove', 'gsk_wa...tart'])).code).toBe(0);
  });
});
