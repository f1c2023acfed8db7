// Which agent is tried with which model on which provider.

import type { Agent } from './agent.ts';
import { claudeCode } from './claude-code.ts';
import { codex } from './codex.ts';

export interface Trial {
  readonly agent: Agent;
  readonly provider: 'gemini' | 'anthropic';
  /** As the agent asks for it. */
  readonly model: string;
  /** What the agent is particular about with this model. */
  readonly manner: string;
}

export const trials: readonly Trial[] = [
  { agent: claudeCode, provider: 'gemini', model: 'claude-sonnet-4-6', manner: 'Read and Edit' },
  { agent: codex, provider: 'gemini', model: 'gemini-3.8-flash', manner: 'a shell only' },
  { agent: codex, provider: 'gemini', model: 'gpt-5.5', manner: 'apply_patch in a grammar of its own' },
  { agent: codex, provider: 'gemini', model: 'gpt-6.2-sol', manner: 'tools called by JavaScript' },
  { agent: codex, provider: 'anthropic', model: 'gpt-5.5', manner: 'apply_patch in a grammar of its own' },
];
