// The load client, a process of its own: keeps a fixed number of requests open and looks at every answer.
// Told what to do by messages; see load-client.ts.

import { Pool, type Dispatcher } from 'undici';
import { scenarioOf, type Call } from './scenarios.ts';
import type { LoadJob, LoadReport } from './load-client.ts';

let turn = 0;

process.on('message', (job: LoadJob) => {
  run(job).then(
    (report) => process.send?.(report),
    (error: unknown) => process.send?.({ problem: String(error) } satisfies LoadReport),
  );
});
process.on('disconnect', () => process.exit());

async function run({ scenario, target, origin, requests, concurrency }: LoadJob): Promise<LoadReport> {
  const call = scenarioOf(scenario)[target];
  const pool = new Pool(origin, { connections: concurrency, headersTimeout: 30_000, bodyTimeout: 30_000 });
  const startedAt = performance.now();
  let left = requests;
  async function work(): Promise<void> {
    while (left-- > 0) await ask(pool, call);
  }
  try {
    await Promise.all(Array.from({ length: concurrency }, work));
  } finally {
    await pool.destroy();
  }
  return { seconds: (performance.now() - startedAt) / 1000 };
}

function ask(pool: Pool, call: Call): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const chunks: Buffer[] = [];
  let status = 0;
  const handler: Dispatcher.DispatchHandler = {
    onRequestStart() {},
    onResponseStart(_controller, code) {
      status = code;
    },
    onResponseData: (_controller, chunk) => void chunks.push(chunk),
    onResponseEnd() {
      const answer = Buffer.concat(chunks);
      if (status === 200 && call.isWhole(answer)) resolve();
      else reject(new Error(`${call.path} was answered ${status}: ${answer.toString().slice(0, 2000)}`));
    },
    onResponseError: (_controller, error) => reject(error),
  };
  pool.dispatch({ method: 'POST', path: call.path, headers: call.headers, body: call.body(turn++) }, handler);
  return promise;
}
