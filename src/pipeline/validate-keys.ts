// Asks the provider whether keys are alive, without spending quota: a few at a time, at most once a minute.

import type { Clock } from '../lib/clock.ts';
import type { ProviderRuntime } from './gateway.ts';
import { getJson } from './read-models.ts';

export interface KeyCheck {
  readonly keyId: string;
  readonly ok: boolean;
  /** The verdict's row when not ok. */
  readonly row?: string | undefined;
  /** Unix milliseconds. */
  readonly checkedAtMs: number;
}

export interface KeyValidator {
  /** The newest results; starts a round first when the last is more than a minute old. */
  check(): Promise<readonly KeyCheck[]>;
  /** Probes the quarantined keys whose time has come. */
  probeDue(): Promise<void>;
}

const ROUND_EVERY_MS = 60_000;
const AT_ONCE = 4;

/** Creates the validator of one provider. All callers share its rounds. */
export function createKeyValidator(
  runtime: ProviderRuntime,
  clock: Clock,
  redact: (text: string) => string,
): KeyValidator {
  const results = new Map<string, KeyCheck>();
  let lastRoundMs = -Infinity;
  let round: Promise<void> | undefined;

  async function checkOne({
    keyId,
    secret,
  }: ReturnType<typeof runtime.pool.liveKeys>[number]): Promise<void> {
    const result = await getJson(runtime, secret, runtime.provider.probePath);
    if (result.type === 'json') {
      runtime.pool.reportProbe(keyId, { ok: true });
      results.set(keyId, { keyId, ok: true, checkedAtMs: clock.now() });
      return;
    }
    const verdict = runtime.provider.verdicts(result.failure, redact);
    runtime.pool.reportProbe(keyId, { ok: false, verdict });
    results.set(keyId, { keyId, ok: false, row: verdict.row, checkedAtMs: clock.now() });
  }

  async function checkAll(keys: ReturnType<typeof runtime.pool.liveKeys>): Promise<void> {
    const queue = [...keys];
    const worker = async (): Promise<void> => {
      for (let key = queue.pop(); key !== undefined; key = queue.pop()) await checkOne(key);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }

  return {
    async check() {
      if (round === undefined && clock.now() - lastRoundMs >= ROUND_EVERY_MS) {
        lastRoundMs = clock.now();
        round = checkAll(runtime.pool.liveKeys()).finally(() => {
          round = undefined;
        });
      }
      await round;
      return [...results.values()];
    },
    probeDue: () => checkAll(runtime.pool.dueProbes()),
  };
}
