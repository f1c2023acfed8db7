// Which agent is tried with which model on which provider.

import type { Agent } from './agent.ts';
import { claudeCode } from './claude-code.ts';
import { codex } from './codex.ts';
import { geminiCli } from './gemini-cli.ts';

export interface Trial {
  readonly agent: Agent;
  readonly provider: 'gemini' | 'openai' | 'anthropic';
  /** As the agent asks for it. */
  readonly model: string;
  /** By an alias, where the name would lead elsewhere. */
  readonly servedBy?: string;
  /** What the agent is particular about with this model. */
  readonly manner: string;
}

const readAndEdit = { agent: claudeCode, model: 'claude-sonnet-4-6', manner: 'Read and Edit' } as const;
const patch = { agent: codex, model: 'gpt-5.5', manner: 'apply_patch in a grammar of its own' } as const;

export const trials: readonly Trial[] = [
  { ...readAndEdit, provider: 'gemini' },
  { ...readAndEdit, provider: 'openai', servedBy: 'gpt-5-mini' },
  { ...readAndEdit, provider: 'anthropic' },
  { agent: geminiCli, provider: 'gemini', model: 'gemini-3.8-flash', manner: 'read_file and replace' },
  { agent: codex, provider: 'gemini', model: 'gemini-3.8-flash', manner: 'a shell only' },
  { agent: codex, provider: 'gemini', model: 'gpt-6.2-sol', manner: 'tools called by JavaScript' },
  { ...patch, provider: 'gemini' },
  { ...patch, provider: 'openai' },
  { ...patch, provider: 'anthropic', servedBy: 'claude-sonnet-4-6' },
];
