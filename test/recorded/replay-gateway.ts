// A real gateway in front of the fake upstream, with one key. It never waits for a key that rests; its clocks are
// long, so that a busy machine is not mistaken for a silent provider.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from '../../src/config/load-settings.ts';
import { createSeededRandom } from '../../src/lib/random.ts';
import { startGateway } from '../../src/main.ts';
import { standInMedia } from './meaning.ts';

export interface ReplayGateway {
  readonly url: string;
  close(): Promise<void>;
}

export interface GatewayReply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** The one key of the pool. */
export const REPLAY_KEY = 'AIzaSyReplayKey-000000000000000000000001';

const LONGEST_REPLY_MS = 90_000;

const SETTINGS = `retry: { prefer_wait: 0s, wait_for_key: 0s, deadline: 60s }
timeouts: { connect: 10s, headers: 60s, first_token: 60s, idle: 60s }
`;

/** Every provider at one address, each by its own key of the same text. */
function settingsFor(upstreamUrl: string): string {
  const compatible = {
    type: 'openai-compatible',
    base_url: `${upstreamUrl}/compatible/v1`,
    keys: [REPLAY_KEY],
  };
  return `${SETTINGS}providers: ${JSON.stringify({ compatible })}\n`;
}

/** Media that requests point at is never fetched from the net: each address stands for its own name. */
async function fetchNothing(url: string): Promise<{ bytes: Buffer; mimeType: string }> {
  return standInMedia(url);
}

/** Starts a gateway with a fresh state of its own. */
export async function startReplayGateway(upstreamUrl: string): Promise<ReplayGateway> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pollux-replay-'));
  writeFileSync(join(dataDir, 'pollux.yaml'), settingsFor(upstreamUrl));
  const env = {
    GEMINI_API_KEYS: REPLAY_KEY,
    GEMINI_BASE_URL: upstreamUrl,
    OPENAI_API_KEYS: REPLAY_KEY,
    OPENAI_BASE_URL: `${upstreamUrl}/v1`,
    ANTHROPIC_API_KEYS: REPLAY_KEY,
    ANTHROPIC_BASE_URL: upstreamUrl,
    PORT: '0',
    LOG_LEVEL: 'silent',
    POLLUX_DATA_DIR: dataDir,
  };
  const gateway = await startGateway(loadSettings({ env, cwd: dataDir }), {
    random: createSeededRandom(1),
    fetchMedia: fetchNothing,
  });
  return {
    url: gateway.url,
    async close() {
      await gateway.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Sends one request and reads the whole reply. Status 0 when there was none, with the reason as the body. */
export async function askGateway(
  gateway: ReplayGateway,
  method: string,
  target: string,
  body: string | undefined,
  headers: Readonly<Record<string, string>> = {},
): Promise<GatewayReply> {
  try {
    const response = await fetch(gateway.url + target, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      signal: AbortSignal.timeout(LONGEST_REPLY_MS),
      ...(body !== undefined && { body }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    return { status: response.status, headers: response.headers, body: bytes };
  } catch (error) {
    return { status: 0, headers: new Headers(), body: Buffer.from(`no reply: ${String(error)}`) };
  }
}
