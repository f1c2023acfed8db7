// The same cases through a whole gateway and real sockets: a provider that writes what it is told, and a caller that reads
// to the end. Slower by a hundred times than the readers alone; for a share of the cases.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from '../../src/config/load-settings.ts';
import { startGateway } from '../../src/main.ts';
import type { BrokenStream } from './break-stream.ts';
import { isRelayed, type Delivered } from './drive-reader.ts';
import { askingBody } from './faces.ts';
import { hearStream } from './judge.ts';
import type { CallerName, ProviderName } from './plan.ts';

export interface SocketWorld {
  drive(
    provider: ProviderName,
    caller: CallerName,
    candidates: number,
    chunks: readonly Buffer[],
    ending: BrokenStream['ending'],
  ): Promise<Delivered>;
  close(): Promise<void>;
}

/** So that no failure of one case is held against the next: each asks for a model of its own. */
const SETTINGS = `circuit_breaker: { failure_threshold: 1000000 }
max_failures_threshold: 1000000
retry: { max_attempts: 1, prefer_wait: 0s, wait_for_key: 0s }
timeouts: { first_token: 3s, idle: 3s }
`;
/** A provider for each dialect, whoever calls: OpenAI is two, each asked in one of its APIs alone. */
const TYPES: Readonly<Record<ProviderName, string>> = {
  chat: 'type: openai, api: chat',
  responses: 'type: openai, api: responses',
  messages: 'type: anthropic',
  gemini: 'type: gemini',
};

interface Telling {
  readonly chunks: readonly Buffer[];
  readonly ending: BrokenStream['ending'];
}

/** Starts both ends. */
export async function startSocketWorld(): Promise<SocketWorld> {
  /** What the provider tells, by the model that is asked for it. */
  const tellings = new Map<string, Telling>();
  const provider = createServer((request, response) => {
    void readText(request).then((body) => {
      const telling = tellings.get(/fuzz-\d+/u.exec((request.url ?? '') + body)?.[0] ?? '');
      if (telling !== undefined) return tell(response, telling);
      return void response
        .writeHead(200, { 'content-type': 'application/json' })
        .end('{"data":[],"models":[]}');
    });
  });
  await new Promise<void>((resolve) => void provider.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  const dataDir = mkdtempSync(join(tmpdir(), 'pollux-fuzz-'));
  writeFileSync(join(dataDir, 'pollux.yaml'), SETTINGS + providersAt(address));
  const env = { PORT: '0', LOG_LEVEL: 'silent', POLLUX_DATA_DIR: dataDir };
  const gateway = await startGateway(loadSettings({ env, cwd: dataDir }));
  let asked = 0;

  return {
    async drive(to, caller, candidates, chunks, ending) {
      const name = `fuzz-${asked++}`;
      tellings.set(name, { chunks, ending });
      const model = `${to}/${name}`;
      const response = await fetch(gateway.url + pathOf(caller, model), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(bodyOf(caller, model, candidates)),
      });
      const text = await response.text();
      tellings.delete(name);
      const relayed = isRelayed(to, caller);
      if (response.status !== 200) return { committed: false, failed: true, text: '', relayed };
      return { committed: true, failed: endsInError(text, caller, relayed), text, relayed };
    },
    async close() {
      await gateway.close();
      provider.closeAllConnections();
      await new Promise<void>((resolve) => void provider.close(() => resolve()));
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function providersAt(address: string): string {
  const lines = Object.entries(TYPES).map(([name, type]) => {
    const base = type.includes('openai') ? `${address}/v1` : address;
    return `  ${name}: { ${type}, keys: [fuzz-key-0000000000000000001], base_url: ${base} }\n`;
  });
  return `providers:\n${lines.join('')}`;
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

async function tell(response: ServerResponse, { chunks, ending }: Telling): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const chunk of chunks) {
    if (response.destroyed) return;
    response.write(chunk);
    await new Promise((resolve) => void setImmediate(resolve));
  }
  if (ending === 'eof') response.end();
  else if (ending === 'reset') response.destroy();
}

function pathOf(caller: CallerName, model: string): string {
  switch (caller) {
    case 'chat':
      return '/v1/chat/completions';
    case 'responses':
      return '/v1/responses';
    case 'messages':
      return '/v1/messages';
    default:
      return `/v1beta/models/${model}:streamGenerateContent${caller === 'gemini' ? '?alt=sse' : ''}`;
  }
}

function bodyOf(caller: CallerName, model: string, candidates: number): object {
  const body = askingBody(caller, model, candidates);
  // Kept nowhere, so that the bytes may pass as they are.
  return caller === 'responses' ? { ...body, store: false } : body;
}

function endsInError(text: string, caller: CallerName, relayed: boolean): boolean {
  try {
    return hearStream(text, caller, relayed).ending === 'error';
  } catch {
    // What is illegal is the judge's to say.
    return false;
  }
}
