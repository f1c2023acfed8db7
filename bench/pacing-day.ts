// A day of traffic at more than a pool's quota, on one simulated clock for pool and provider: how much of the quota is used,
// and how often the provider has to refuse. Nobody tells the pool of the quotas; no socket, so that a day takes seconds.

import { createManualClock } from '../src/lib/clock.ts';
import { createSeededRandom } from '../src/lib/random.ts';
import { Secret } from '../src/lib/secret.ts';
import { createKeyPool } from '../src/pool/create-key-pool.ts';
import type { Lease } from '../src/pool/pool.ts';
import { judgeAnthropic } from '../src/providers/anthropic/verdicts.ts';
import { judgeGemini } from '../src/providers/gemini/verdicts.ts';
import { judgeOpenai } from '../src/providers/openai/verdicts.ts';
import type { VerdictTable } from '../src/providers/verdict.ts';
import { anthropicQuotaError } from '../src/simulator/anthropic/rate-limit.ts';
import { geminiQuotaError } from '../src/simulator/gemini/quota-errors.ts';
import { openaiQuotaError } from '../src/simulator/openai/rate-limit.ts';
import { createQuotaMeter, type QuotaRefusal, type SimulatedQuota } from '../src/simulator/quotas.ts';
import type { JsonReply } from '../src/simulator/reply.ts';

export interface PacingVendor {
  readonly name: string;
  readonly judge: VerdictTable;
  /** The refusal in the vendor's own form. */
  refuse(refusal: QuotaRefusal, project: string, tokens: number, nowMs: number): JsonReply;
  /** Whether it has quotas of the day. */
  readonly daily: boolean;
}

export interface PacingFigures {
  readonly calls: number;
  /** Calls that the provider refused. */
  readonly refused: number;
  /** Requests that found no key within their patience. */
  readonly turnedAway: number;
  /** Share of each kind of quota that was used, 0–1. */
  readonly used: Readonly<Record<'rpm' | 'tpm' | 'rpd', number | undefined>>;
}

const MODEL = 'a-model';

export const pacingVendors: readonly PacingVendor[] = [
  {
    name: 'Gemini',
    judge: judgeGemini,
    refuse: (refusal) => geminiQuotaError(refusal, MODEL, 20_000),
    daily: true,
  },
  {
    name: 'OpenAI',
    judge: judgeOpenai,
    refuse: (refusal, project, tokens) => openaiQuotaError(refusal, MODEL, project, tokens),
    daily: true,
  },
  {
    name: 'Anthropic',
    judge: judgeAnthropic,
    refuse: (refusal, project, _tokens, nowMs) => anthropicQuotaError(refusal, project, nowMs),
    daily: false,
  },
];

/** Midnight in California. */
const START_MS = Date.UTC(2026, 5, 15, 7);
const DAY_MS = 86_400_000;
const MINUTES = 1440;
const STEP_MS = 250;
const PATIENCE_MS = 20_000;
const MEAN_TOKENS = 100;
/** Beyond what the quotas allow. */
const DEMAND = 1.1;
/** Turns of the queue of microtasks after each step: enough for a waiter to go on. */
const TURNS = 6;

const RPM: SimulatedQuota = { project: 'rpm', model: '*', rpm: 10 };
const TPM: SimulatedQuota = { project: 'tpm', model: '*', tpm: 3000 };
const RPD: SimulatedQuota = { project: 'rpd', model: '*', rpm: 5, rpd: 250 };

function quotasOf({ daily }: PacingVendor): readonly SimulatedQuota[] {
  const kinds = [RPM, RPM, TPM, ...(daily ? [RPD, RPD, RPD, RPD] : [])];
  return kinds.map(ofOwnProject);
}

function ofOwnProject(quota: SimulatedQuota, index: number): SimulatedQuota {
  return { ...quota, project: `${quota.project}-${index}` };
}

/** Requests that a quota allows in a day. */
function capacityOf({ rpm = Infinity, tpm = Infinity, rpd = Infinity }: SimulatedQuota): number {
  return Math.min(rpm * MINUTES, (tpm / MEAN_TOKENS) * MINUTES, rpd);
}

/** Runs the day. */
export async function runPacingDay(vendor: PacingVendor, seed: number): Promise<PacingFigures> {
  const clock = createManualClock(START_MS);
  const random = createSeededRandom(seed);
  const quotas = quotasOf(vendor);
  const meter = createQuotaMeter(quotas, clock);
  const pool = createKeyPool({
    provider: vendor.name,
    keys: quotas.map(({ project }) => ({ key: new Secret(`pacing-key-${project}-0123456789`), project })),
    strategy: 'least_used',
    clock,
    random: createSeededRandom(seed + 1),
    dayZone: 'America/Los_Angeles',
    breaker: { failureThreshold: 5, recoveryTimeoutMs: 60_000, successThreshold: 3 },
  });
  const granted = new Map<string, { requests: number; tokens: number }>(
    quotas.map(({ project }) => [project, { requests: 0, tokens: 0 }]),
  );
  const perStep = (quotas.reduce((sum, quota) => sum + capacityOf(quota), 0) * DEMAND * STEP_MS) / DAY_MS;
  let calls = 0;
  let refused = 0;
  let turnedAway = 0;

  function arrive(lease: Lease, tokens: number): void {
    calls++;
    const nowMs = clock.now();
    const refusal = meter.charge(lease.projectId, MODEL, tokens);
    if (refusal !== undefined) {
      refused++;
      const { status, headers, body } = vendor.refuse(refusal, lease.projectId, tokens, nowMs);
      const answer = {
        type: 'answer',
        status,
        headers: { date: new Date(nowMs).toUTCString(), ...headers },
        body: JSON.stringify(body),
      } as const;
      clock.after(50, () => lease.fail(vendor.judge(answer, (text) => text)));
      return;
    }
    const count = granted.get(lease.projectId);
    if (count !== undefined) {
      count.requests++;
      count.tokens += tokens;
    }
    clock.after(300 + random() * 2000, () => lease.succeed({ firstByteMs: 200, tokens }));
  }

  async function ask(): Promise<void> {
    const tokens = Math.round(MEAN_TOKENS * (0.5 + random()));
    // The gateway estimates.
    const estimatedTokens = Math.round(tokens * (0.9 + 0.2 * random()));
    const result = await pool.acquire({ model: MODEL, estimatedTokens }, clock.now() + PATIENCE_MS);
    if (result.type === 'resting') turnedAway++;
    else clock.after(20 + random() * 80, () => arrive(result.lease, tokens));
  }

  let owed = 0;
  for (let at = 0; at < DAY_MS; at += STEP_MS) {
    clock.advance(STEP_MS);
    owed += perStep * 2 * random();
    for (; owed >= 1; owed--) void ask();
    for (let turn = 0; turn < TURNS; turn++) await Promise.resolve();
  }
  pool.close();
  return { calls, refused, turnedAway, used: usedOf(quotas, granted) };
}

function usedOf(
  quotas: readonly SimulatedQuota[],
  granted: ReadonlyMap<string, { readonly requests: number; readonly tokens: number }>,
): PacingFigures['used'] {
  const share = (kind: 'rpm' | 'tpm' | 'rpd'): number | undefined => {
    const ofKind = quotas.filter(({ project }) => project.startsWith(kind));
    if (ofKind.length === 0) return undefined;
    const shares = ofKind.map((quota) => {
      const { requests = 0, tokens = 0 } = granted.get(quota.project) ?? {};
      return kind === 'tpm' ? tokens / ((quota.tpm ?? 0) * MINUTES) : requests / capacityOf(quota);
    });
    return shares.reduce((sum, one) => sum + one, 0) / shares.length;
  };
  return { rpm: share('rpm'), tpm: share('tpm'), rpd: share('rpd') };
}
