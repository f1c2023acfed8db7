// The provider simulator: one HTTP server that speaks as Google, OpenAI and Anthropic do, and fails on demand.
// It shares no code with the gateway's dialects and providers: it must not share their misunderstandings.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { systemClock, type Clock } from '../lib/clock.ts';
import { createSeededRandom, type Random } from '../lib/random.ts';
import { createCallLog } from './call-log.ts';
import type { Controlled } from './control.ts';
import { createFaultBook, type SimulatedFault } from './faults.ts';
import { createKeyRing, DEFAULT_SIMULATED_KEYS, type KeyFault, type SimulatedKey } from './keys.ts';
import { createPromptCache } from './prompt-cache.ts';
import { createQuotaMeter, type SimulatedQuota } from './quotas.ts';
import { serveRequest } from './serve-request.ts';
import { createScriptBook, type Script } from './script.ts';
import type { SimulatedCall } from './simulated-call.ts';
import type { SimulatedWorld } from './simulated-world.ts';

export { DEFAULT_SIMULATED_KEYS } from './keys.ts';
export type { KeyFault, SimulatedKey } from './keys.ts';
export type { SimulatedQuota } from './quotas.ts';
export type { SimulatedFault } from './faults.ts';
export type { SimulatedCall } from './simulated-call.ts';

/** Clock and random source are the system's and a seeded one unless a test brings its own. */
export interface SimulatorOptions {
  readonly clock?: Clock | undefined;
  readonly random?: Random | undefined;
  /** Default: {@link DEFAULT_SIMULATED_KEYS}. */
  readonly keys?: readonly SimulatedKey[] | undefined;
  /** Default: none, so nothing is limited. */
  readonly quotas?: readonly SimulatedQuota[] | undefined;
  /** Pause between the events of a stream, or of the streams that answer certain calls; default 0. */
  readonly tokenDelayMs?: number | ((call: SimulatedCall) => number) | undefined;
  /** Any unknown key is valid, as a project of its own. */
  readonly acceptAnyKey?: boolean | undefined;
}

/** What a test in the same process holds. Out of another, `/_simulator/*` does what `Controlled` names. */
export interface Simulator extends Controlled {
  /** Listens on 127.0.0.1 and a free port unless told otherwise; `url` has no trailing slash. */
  listen(port?: number, host?: string): Promise<{ readonly url: string; readonly port: number }>;
  /** Ends at once: open answers are cut. */
  close(): Promise<void>;
  /** The latest calls, oldest first; at least the last 20,000. */
  calls(): readonly SimulatedCall[];
  /** All calls ever, or those of the log whose fields equal the filter's. */
  callCount(filter?: Partial<SimulatedCall>): number;
  /** Answers by HTTP status; requests that were never answered are not in it. */
  countsByStatus(): Readonly<Record<number, number>>;
  /** Forgets calls, quotas, faults, scripts and caches; keys get their first state back. */
  reset(): void;
  setKeyState(key: string, state: KeyFault): void;
  addFault(fault: SimulatedFault): void;
  clearFaults(): void;
  /** What the model does for requests that speak of `script.when`. */
  addScript(script: Script): void;
  openSockets(): number;
  /** Requests that are neither answered nor given up. */
  openCalls(): number;
  /** Requests whose client went away before the answer was complete. */
  abortedCalls(): number;
}

/** Creates a simulator; it does nothing until it is told to listen. */
export function createSimulator(options: SimulatorOptions = {}): Simulator {
  const clock = options.clock ?? systemClock;
  const delayMs = typeof options.tokenDelayMs === 'number' ? options.tokenDelayMs : 0;
  const world: SimulatedWorld = {
    clock,
    random: options.random ?? createSeededRandom(1),
    keys: createKeyRing(options.keys ?? DEFAULT_SIMULATED_KEYS, options.acceptAnyKey === true),
    quotas: createQuotaMeter(options.quotas ?? [], clock),
    faults: createFaultBook(),
    scripts: createScriptBook(),
    promptCache: createPromptCache(clock),
    log: createCallLog(),
    tokenDelayMs: typeof options.tokenDelayMs === 'function' ? options.tokenDelayMs : () => delayMs,
  };
  const sockets = new Set<Socket>();
  let openCalls = 0;
  const server = createServer(
    { keepAliveTimeout: 60_000 },
    (request: IncomingMessage, response: ServerResponse) => {
      openCalls++;
      response.once('close', () => openCalls--);
      void serveRequest(world, simulator, request, response);
    },
  );
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });

  const simulator: Simulator = {
    listen: (port = 0, host = '127.0.0.1') =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          server.off('error', reject);
          const { port: bound } = server.address() as AddressInfo;
          resolve({ url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`, port: bound });
        });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
    calls: () => world.log.calls(),
    callCount: (filter) => world.log.count(filter),
    countsByStatus: () => world.log.countsByStatus(),
    reset() {
      world.log.reset();
      world.quotas.reset();
      world.faults.clear();
      world.scripts.clear();
      world.promptCache.reset();
      world.keys.reset();
    },
    setKeyState: (key, state) => world.keys.setState(key, state),
    addFault: (fault) => world.faults.add(fault),
    clearFaults: () => world.faults.clear(),
    addScript: (script) => world.scripts.add(script),
    openSockets: () => sockets.size,
    openCalls: () => openCalls,
    abortedCalls: () => world.log.aborted(),
  };
  return simulator;
}
