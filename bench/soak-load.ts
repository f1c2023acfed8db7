// The soak's clients, a process of its own: keeps requests open at all four doors, vanishes now and then, and says of
// each request what it was left with.

import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { readOutcome } from '../test/chaos/seen-outcome.ts';
import { doors } from '../test/matrix/providers.ts';
import { soakRequest, type SoakRequest } from './soak-request.ts';

export interface SoakJob {
  readonly origin: string;
  readonly requests: number;
  readonly concurrency: number;
  /** No request is begun after that; milliseconds. */
  readonly longestMs: number;
}

/** What a client was left with; `vanished` when it left. */
export interface SoakFate {
  readonly kind: string;
  readonly status: number;
  /** Of what was not whole, for people. */
  readonly text?: string;
}

export type SoakMessage =
  | { readonly type: 'progress'; readonly done: number }
  | { readonly type: 'fates'; readonly fates: readonly SoakFate[]; readonly seconds: number }
  | { readonly type: 'problem'; readonly problem: string };

const PROGRESS_EVERY = 500;

process.on('message', (job: SoakJob) => {
  run(job).catch((error: unknown) => tell({ type: 'problem', problem: String(error) }));
});
process.on('disconnect', () => process.exit());

function tell(message: SoakMessage): void {
  process.send?.(message);
}

async function run({ origin, requests, concurrency, longestMs }: SoakJob): Promise<void> {
  const http = new Pool(origin, { connections: concurrency, headersTimeout: 180_000, bodyTimeout: 180_000 });
  const fates: SoakFate[] = [];
  const startedMs = performance.now();
  let next = 0;
  let done = 0;
  const client = async (): Promise<void> => {
    for (let number = next++; number < requests; number = next++) {
      if (performance.now() - startedMs > longestMs) return;
      fates[number] = await ask(http, soakRequest(number));
      done++;
      if (done % PROGRESS_EVERY === 0) tell({ type: 'progress', done });
    }
  };
  await Promise.all(Array.from({ length: concurrency }, client));
  await http.close();
  tell({ type: 'fates', fates, seconds: (performance.now() - startedMs) / 1000 });
}

async function ask(http: Pool, request: SoakRequest): Promise<SoakFate> {
  const door = doors[request.door];
  if (door === undefined) throw new Error(`no door ${request.door}`);
  const { path, body } = door.say({ turns: [{ user: [request.question] }] }, request.model, request.stream);
  const leave = new AbortController();
  const { vanishesAfterMs } = request;
  if (vanishesAfterMs !== undefined) void sleep(vanishesAfterMs).then(() => leave.abort());
  try {
    const answer = await http.request({
      method: 'POST',
      path,
      headers: { 'content-type': 'application/json', 'x-request-id': request.id },
      body: JSON.stringify(body),
      signal: leave.signal,
    });
    const whole = `You said: ${request.question}`;
    const text = await answer.body.text();
    const { kind, status } = readOutcome(
      door,
      request.stream,
      { status: answer.statusCode, headers: answer.headers, text },
      whole,
    );
    return kind === 'whole' ? { kind, status } : { kind, status, text: text.slice(-500) };
  } catch (error) {
    if (leave.signal.aborted) return { kind: 'vanished', status: 0 };
    return { kind: 'broken', status: 0, text: String(error) };
  }
}
