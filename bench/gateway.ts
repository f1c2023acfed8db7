// Starts the gateway as an operator would: ten provider keys, a client key, JSON log to a file, metrics, SQLite in a
// folder of its own. Knows nothing of what is asked of it.

import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startNode, stop, type Part, type ServerPart } from './part.ts';
import { CLIENT_KEY } from './scenarios.ts';

const KEYS = 10;
const root = new URL('..', import.meta.url).pathname;

export const entries = { dist: join(root, 'dist/cli/pollux.js'), src: join(root, 'src/cli/pollux.ts') };

export interface GatewayOptions {
  /** File that holds the command. */
  readonly entry: string;
  readonly upstream: string;
  readonly logLevel?: string | undefined;
  /** For node itself. */
  readonly nodeArgs?: readonly string[];
}

/** Starts it and waits until it listens; `close` removes its folder too. */
export async function startGateway(options: GatewayOptions): Promise<ServerPart> {
  const { entry, upstream, logLevel = 'info', nodeArgs = [] } = options;
  const folder = mkdtempSync(join(tmpdir(), 'pollux-bench-'));
  const config = join(folder, 'pollux.yaml');
  const keys = Array.from({ length: KEYS }, (_, index) => `bench-provider-key-${index}-0123456789`);
  writeFileSync(config, JSON.stringify({ providers: { gemini: { base_url: upstream, keys } } }));
  const log = openSync(join(folder, 'log.jsonl'), 'w');
  const args = [...nodeArgs, entry, 'serve', '--config', config, '--port', '0', '--data-dir', folder];
  const env = {
    PATH: process.env['PATH'],
    NODE_OPTIONS: process.env['GATEWAY_NODE_OPTIONS'],
    NODE_ENV: 'production',
    API_KEYS: CLIENT_KEY,
  };
  const part = startNode(
    [...args, '--log-format', 'json', '--log-level', logLevel],
    ['ignore', log, 'pipe'],
    env,
  );
  closeSync(log);
  const origin = await listeningOrigin(part);
  return {
    pid: part.pid,
    origin,
    async close() {
      await stop(part);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Where the gateway says that it listens; throws with what it said when it ends without. */
export async function listeningOrigin(part: Part): Promise<string> {
  const { stderr } = part.process;
  if (stderr === null) throw new Error('the gateway was started without a pipe for its messages');
  const said: string[] = [];
  for await (const line of createInterface({ input: stderr })) {
    said.push(line);
    const origin = /listens on (http:\S+)/u.exec(line)?.[1];
    if (origin === undefined) continue;
    stderr.resume();
    return origin;
  }
  throw new Error(`the gateway did not start:\n${said.join('\n')}`);
}
