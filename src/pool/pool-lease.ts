// A key held for one upstream attempt, and what its end does to the pool. Ends once; later endings do nothing.

import type { Secret } from '../lib/secret.ts';
import type { Verdict } from '../providers/verdict.ts';
import type { Bucket } from './bucket.ts';
import { closeCooldown } from './cooldown.ts';
import { applyVerdict, noteKnown, refunds } from './apply-verdict.ts';
import { hearLimits, refundRequest, settleRequest } from './pacing.ts';
import { placeBucket } from './placement.ts';
import type { PoolKey } from './pool-key.ts';
import { recordBucket, recordUse, type PoolCore } from './pool-core.ts';
import type { Lease, LeaseSuccess } from './pool.ts';
import { noteSpending } from './spend-rate.ts';

/** A key on loan for one attempt. */
export class PoolLease implements Lease {
  readonly keyId: string;
  readonly secret: Secret;
  readonly bucket: Bucket;
  readonly key: PoolKey;
  readonly leasedMs: number;
  /** The bucket's generation when it was leased: older than the bucket's, it tells nothing of the present cooldown. */
  readonly generation: number;
  readonly breakerTicket: number;
  readonly egressTicket: number;
  readonly probe: boolean;
  readonly affine: boolean;
  readonly #core: PoolCore;
  /** As booked. */
  readonly tokens: number;
  readonly #estimatedTokens: number;
  #ended = false;

  constructor(
    core: PoolCore,
    bucket: Bucket,
    key: PoolKey,
    tokens: number,
    estimatedTokens: number,
    nowMs: number,
    probe: boolean,
    breakerTicket: number,
    egressTicket: number,
    affine: boolean,
  ) {
    this.#core = core;
    this.bucket = bucket;
    this.key = key;
    this.keyId = key.id;
    this.secret = key.secret;
    this.leasedMs = nowMs;
    this.generation = bucket.generation;
    this.probe = probe;
    this.breakerTicket = breakerTicket;
    this.egressTicket = egressTicket;
    this.affine = affine;
    this.tokens = tokens;
    this.#estimatedTokens = estimatedTokens;
  }

  /** As of now: the answer may have named it. */
  get projectId(): string {
    return this.key.project.id;
  }

  succeed({ firstByteMs, tokens, limits }: LeaseSuccess): void {
    if (this.#ended) return;
    const core = this.#core;
    const { bucket, key } = this;
    const nowMs = core.clock.now();
    settleRequest(
      bucket,
      this.leasedMs,
      Math.min(nowMs, this.leasedMs + firstByteMs),
      this.tokens,
      tokens ?? this.tokens,
    );
    if (tokens !== undefined) bucket.room.tokenEstimate.note(this.#estimatedTokens, tokens);
    if (limits !== undefined) hearLimits(bucket, limits, nowMs);
    key.health.succeeded(firstByteMs, nowMs);
    key.failuresInARow = 0;
    core.lastSuccess = { key, atMs: nowMs };
    noteSpending(key.project, this.leasedMs);
    core.egressLevel = 0;
    core.egress.succeeded(this.egressTicket);
    core.pace.note(key.project, false, this.leasedMs, nowMs);
    bucket.room.breaker.succeeded(this.breakerTicket);
    noteKnown(bucket.room);
    if (bucket.state === 'half_open' && this.generation === bucket.generation) {
      closeCooldown(bucket);
      core.log({ event: 'bucket_reopened', project: bucket.project.id, model: bucket.model });
    }
    this.#end(nowMs, recordUse);
  }

  fail(verdict: Verdict): void {
    if (this.#ended) return;
    const nowMs = this.#core.clock.now();
    if (refunds(verdict)) refundRequest(this.bucket, this.leasedMs, this.tokens);
    else settleRequest(this.bucket, this.leasedMs, nowMs, this.tokens, this.tokens);
    applyVerdict(this.#core, this, verdict, nowMs);
    this.#end(nowMs);
  }

  abandon(sent: boolean): void {
    if (this.#ended) return;
    const nowMs = this.#core.clock.now();
    if (sent) settleRequest(this.bucket, this.leasedMs, nowMs, this.tokens, this.tokens);
    else {
      refundRequest(this.bucket, this.leasedMs, this.tokens);
      this.#core.pace.takeBack();
    }
    this.bucket.room.breaker.ended(this.breakerTicket);
    this.#core.egress.ended(this.egressTicket);
    this.#end(nowMs);
  }

  #end(nowMs: number, record = recordBucket): void {
    this.#ended = true;
    const core = this.#core;
    const { bucket, key } = this;
    const { room } = bucket;
    key.inFlight--;
    room.inFlight--;
    bucket.inFlight--;
    bucket.health = key.health.value(nowMs);
    if (this.probe && this.generation === bucket.generation) bucket.probeUntilMs = 0;
    if (room.ready.has(bucket)) {
      bucket.rank = room.strategy.release(bucket, nowMs);
      room.ready.move(bucket, bucket.rank);
    }
    placeBucket(bucket, nowMs, core.dayEnd);
    record(core, bucket);
    if (room.waiters.size > 0) core.serve(room);
  }
}
