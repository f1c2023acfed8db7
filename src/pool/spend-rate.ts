// A project that spends too fast rests as a whole: the limit is that of its account, not of a model.
// https://ai.google.dev/gemini-api/docs/rate-limits

import { coolForMs, type CoolEffect } from './cooldown.ts';
import { projectMoved, type PoolCore } from './pool-core.ts';
import type { PoolLease } from './pool-lease.ts';
import type { Project } from './project.ts';

/** Sends the project to rest, twice as long with each refusal in a row. */
export function restSpender(
  core: PoolCore,
  project: Project,
  { leasedMs }: PoolLease,
  effect: CoolEffect,
  nowMs: number,
): void {
  // One of a burst that was sent before the rest began.
  if (leasedMs <= project.spendRestedMs) return;
  const untilMs = nowMs + coolForMs(effect, project.spendLevel, core.random);
  project.spendLevel++;
  project.spendRestedMs = nowMs;
  if (untilMs <= project.untilMs) return;
  project.untilMs = untilMs;
  project.reason = effect.reason;
  core.log({ event: 'project_rested', project: project.id, reason: effect.reason, untilMs });
  projectMoved(core, project, nowMs);
}

/** An answer to what was leased after the last rest: the pace is fine again. */
export function noteSpending(project: Project, leasedMs: number): void {
  if (leasedMs > project.spendRestedMs) project.spendLevel = 0;
}
