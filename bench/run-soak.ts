// One soak: providers that fail, clients that vanish, the gateway between them, each a process of its own.

import { once } from 'node:events';
import { closeSync, copyFileSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { entries, listeningOrigin } from './gateway.ts';
import { startNode, stop, type Part } from './part.ts';
import { residentMib } from './process-usage.ts';
import type { SoakFate, SoakJob, SoakMessage } from './soak-load.ts';
import { readSoakLog } from './soak-log.ts';
import { soakSettings } from './soak-settings.ts';
import { judgeSoak, type MemorySample, type SoakVerdict } from './soak-verdict.ts';

export interface SoakReport extends SoakVerdict {
  readonly seconds: number;
  /** Requests that reached the providers, faults planned for them, and what was still open there at the end. */
  readonly providers: {
    readonly calls: number;
    readonly faults: number;
    readonly openCalls: number;
    readonly aborted: number;
  };
  readonly inFlight: number;
  readonly memory: readonly MemorySample[];
  /** What the gateway's heap held after a collection, in MiB: after each third of the requests. */
  readonly heapMib: readonly number[];
}

export interface SoakOptions {
  readonly requests: number;
  readonly concurrency: number;
  /** Ends sooner than its requests would; milliseconds. */
  readonly longestMs: number;
  /** Where the gateway's log is kept. */
  readonly keepLog?: string | undefined;
  readonly onProgress?: ((sample: MemorySample) => void) | undefined;
}

/** How often the heap is looked into: a collection stops the gateway, and makes its memory look smaller. */
const LOOKS = 3;
/** How long, in milliseconds, what the last clients left behind may take to end. */
const ENDING_PATIENCE_MS = 10_000;

/** Runs it. Needs Linux. */
export async function runSoak({ onProgress, keepLog, ...limits }: SoakOptions): Promise<SoakReport> {
  const folder = mkdtempSync(join(tmpdir(), 'pollux-soak-'));
  const logPath = join(folder, 'log.jsonl');
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  const parts: Part[] = [];
  try {
    const simulator = startPeer('soak-simulator.ts', parts);
    const [{ origin: upstream }] = (await once(simulator.process, 'message')) as [{ origin: string }];
    const gateway = startGateway(folder, logPath, upstream, parts);
    const origin = await listeningOrigin(gateway);
    const memory: MemorySample[] = [];
    const heaps: Promise<number>[] = [];
    const { fates, seconds } = await load(parts, { origin, ...limits }, (done) => {
      const sample = { done, residentMib: residentMib(gateway.pid).now };
      memory.push(sample);
      onProgress?.(sample);
      if (heaps.length < LOOKS - 1 && done >= (limits.requests / LOOKS) * (heaps.length + 1))
        heaps.push(heapMibOf(gateway));
    });
    const ends = await findEnds(simulator, origin);
    const heapMib = await Promise.all([...heaps, heapMibOf(gateway)]);
    await stop(gateway);
    return { ...judgeSoak(fates, await readSoakLog(logPath), memory), ...ends, seconds, memory, heapMib };
  } finally {
    for (const part of parts) await stop(part);
    if (keepLog !== undefined) copyFileSync(logPath, keepLog);
    remove();
    process.off('exit', remove);
  }
}

async function heapMibOf(gateway: Part): Promise<number> {
  const answered = once(gateway.process, 'message') as Promise<[{ heapMib: number }]>;
  gateway.process.send('heap');
  const [{ heapMib }] = await answered;
  return heapMib;
}

function startPeer(file: string, parts: Part[]): Part {
  const part = startNode([new URL(file, import.meta.url).pathname], ['ignore', 'inherit', 'inherit', 'ipc']);
  parts.push(part);
  return part;
}

function startGateway(folder: string, logPath: string, upstream: string, parts: Part[]): Part {
  const config = join(folder, 'pollux.yaml');
  writeFileSync(config, JSON.stringify(soakSettings(upstream)));
  const log = openSync(logPath, 'w');
  const inside = ['--expose-gc', '--import', new URL('soak-inside.ts', import.meta.url).href];
  const args = [...inside, entries.src, 'serve', '--config', config, '--port', '0', '--data-dir', folder];
  const env = { PATH: process.env['PATH'], NODE_ENV: 'production' };
  const part = startNode(
    [...args, '--log-format', 'json', '--log-level', 'info'],
    ['ignore', log, 'pipe', 'ipc'],
    env,
  );
  closeSync(log);
  parts.push(part);
  return part;
}

async function load(
  parts: Part[],
  job: SoakJob,
  onProgress: (done: number) => void,
): Promise<{ readonly fates: readonly SoakFate[]; readonly seconds: number }> {
  const clients = startPeer('soak-load.ts', parts);
  const { promise, resolve, reject } = Promise.withResolvers<{
    fates: readonly SoakFate[];
    seconds: number;
  }>();
  clients.process.on('message', (message: SoakMessage) => {
    if (message.type === 'progress') onProgress(message.done);
    else if (message.type === 'fates') resolve(message);
    else reject(new Error(message.problem));
  });
  clients.process.on('exit', (code) => reject(new Error(`the clients ended with ${code}`)));
  clients.process.send(job);
  return promise;
}

/** What providers and gateway still hold once nobody asks anything. */
async function findEnds(
  simulator: Part,
  origin: string,
): Promise<Pick<SoakReport, 'providers' | 'inFlight'>> {
  const untilMs = performance.now() + ENDING_PATIENCE_MS;
  for (;;) {
    const answered = once(simulator.process, 'message') as Promise<[SoakReport['providers']]>;
    simulator.process.send('report');
    const [providers] = await answered;
    const metrics = await (await fetch(`${origin}/metrics`)).text();
    const inFlight = Number(/^pollux_in_flight (\d+)$/mu.exec(metrics)?.[1]);
    if ((providers.openCalls === 0 && inFlight === 0) || performance.now() > untilMs)
      return { providers, inFlight };
    await sleep(100);
  }
}
