// Whether an errand was done, and done through the provider that was meant.

import { AFTER, LAST_WORDS } from './errand.ts';
import type { AgentRun } from './run-agent.ts';
import type { Trial } from './trials.ts';

/** A call as the simulator's control endpoint shows it. */
export interface SeenCall {
  readonly operation: string;
  readonly status: number;
  readonly persona: string;
  readonly body?: unknown;
}

// What stands in for a thought signature that was lost on the way. https://ai.google.dev/gemini-api/docs/thought-signatures
const DUMMY_SIGNATURE = 'skip_thought_signature_validator';

/** What was wrong; nothing when all is well. `content` is the file's, afterwards. */
export function judge(trial: Trial, run: AgentRun, calls: readonly SeenCall[], content: string): string[] {
  const problems: string[] = [];
  if (run.exitCode !== 0) problems.push(`it ended with ${run.exitCode}: ${run.stderr}`);
  if (content !== AFTER) problems.push(`the file now holds ${JSON.stringify(content)}`);
  if (run.lastWords !== LAST_WORDS) problems.push(`its last words are ${JSON.stringify(run.lastWords)}`);
  if (calls.some(({ status }) => status !== 200)) problems.push('the provider refused a request');
  if (calls.some(({ persona }) => persona !== trial.provider)) problems.push('a request went elsewhere');
  if (calls.some(({ body }) => JSON.stringify(body ?? '').includes(DUMMY_SIGNATURE))) {
    problems.push('a thought signature was lost');
  }
  return problems;
}
