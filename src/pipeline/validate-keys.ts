// Asks the provider whether keys are alive, without spending quota: a few at a time, at most once a minute.

import type { Clock } from '../lib/clock.ts';
import type { ProviderRuntime } from './gateway.ts';
import type { Secret } from '../lib/secret.ts';
import { getJson } from './read-models.ts';

/** What the provider last answered to a request that spends no quota. */
export interface KeyCheck {
  readonly keyId: string;
  readonly ok: boolean;
  /** The verdict's row when not ok, and what the provider said, redacted. */
  readonly row?: string | undefined;
  readonly message?: string | undefined;
  /** Unix milliseconds. */
  readonly checkedAtMs: number;
}

/** What it finds out it reports to the pool as the outcome of a probe. */
export interface KeyValidator {
  /** The newest results, after some seconds at the latest; starts a round first when the last is more than a minute old. */
  check(): Promise<readonly KeyCheck[]>;
  /** Probes the quarantined keys whose time has come, unless it is at it already. */
  probeDue(): Promise<void>;
  /** Checks one key on purpose, whatever its state; one that is well is back in service. */
  checkKey(keyId: string, secret: Secret): Promise<KeyCheck>;
  /** The key is no more. */
  forget(keyId: string): void;
}

const ROUND_EVERY_MS = 60_000;
const AT_ONCE = 4;
/** Thousands of keys, or a silent provider, take longer than whoever looks at them waits. */
const PATIENCE_MS = 10_000;

/** Creates the validator of one provider. All callers share its rounds. */
export function createKeyValidator(
  runtime: ProviderRuntime,
  clock: Clock,
  redact: (text: string) => string,
): KeyValidator {
  const results = new Map<string, KeyCheck>();
  let lastRoundMs = -Infinity;
  let round: Promise<void> | undefined;
  let probing: Promise<void> | undefined;

  async function checkOne({
    keyId,
    secret,
  }: ReturnType<typeof runtime.pool.liveKeys>[number]): Promise<KeyCheck> {
    const result = await getJson(runtime, secret, runtime.provider.probePath);
    const checkedAtMs = clock.now();
    let check: KeyCheck = { keyId, ok: true, checkedAtMs };
    if (result.type === 'json') runtime.pool.reportProbe(keyId, { ok: true });
    else {
      const verdict = runtime.provider.verdicts(result.failure, redact);
      runtime.pool.reportProbe(keyId, { ok: false, verdict });
      check = { keyId, ok: false, row: verdict.row, message: verdict.message, checkedAtMs };
    }
    results.set(keyId, check);
    return check;
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
      await atMost(round, clock);
      return [...results.values()];
    },
    probeDue: () =>
      (probing ??= checkAll(runtime.pool.dueProbes()).finally(() => {
        probing = undefined;
      })),
    async checkKey(keyId, secret) {
      const check = await checkOne({ keyId, secret });
      if (check.ok) runtime.pool.reviveKey(keyId);
      return check;
    },
    forget: (keyId) => void results.delete(keyId),
  };
}

/** Resolves with the work, or when patience is over. */
async function atMost(work: Promise<void> | undefined, clock: Clock): Promise<void> {
  const patience = Promise.withResolvers<void>();
  const timer = clock.after(PATIENCE_MS, patience.resolve);
  try {
    await Promise.race([work, patience.promise]);
  } finally {
    timer.cancel();
  }
}
