// The providers of the matrix: the three vendors as the simulator plays them, OpenAI once for each of its two APIs.

import type { DialectName } from '../../src/canon/dialect-name.ts';
import { chatDoor } from './chat-door.ts';
import type { Door } from './door.ts';
import { geminiDoor } from './gemini-door.ts';
import { messagesDoor } from './messages-door.ts';
import { responsesDoor } from './responses-door.ts';

export interface MatrixProvider {
  readonly name: string;
  readonly persona: 'gemini' | 'openai' | 'anthropic';
  /** Doors whose requests it can be handed as they are. */
  readonly dialects: readonly DialectName[];
  readonly model: string;
  /** A model that thinks when asked to. */
  readonly thinker: string;
  /** A model that searches the web when asked to. */
  readonly searcher: string;
  /** Lines of `pollux.yaml` by which it is spoken to in this way. */
  readonly config: string;
}

const openai = {
  name: 'OpenAI',
  persona: 'openai',
  model: 'gpt-4.1',
  thinker: 'gpt-5',
  searcher: 'gpt-4.1',
} as const;
const asksOpenai = (api: string): string => `providers: { openai: { api: ${api} } }\n`;

const anthropic: MatrixProvider = {
  name: 'Anthropic',
  persona: 'anthropic',
  dialects: ['anthropic-messages'],
  model: 'claude-sonnet-4-6',
  thinker: 'claude-sonnet-4-6',
  searcher: 'claude-sonnet-4-6',
  config: '',
};

const gemini: MatrixProvider = {
  name: 'Gemini',
  persona: 'gemini',
  dialects: ['gemini'],
  model: 'gemini-3.8-flash',
  thinker: 'gemini-3.8-flash',
  searcher: 'gemini-3.8-flash',
  config: '',
};

/** A column for each dialect. */
export const providers: readonly MatrixProvider[] = [
  {
    ...openai,
    name: 'OpenAI Chat Completions',
    dialects: ['openai-chat'],
    searcher: 'gpt-4o-search-preview',
    config: asksOpenai('chat'),
  },
  {
    ...openai,
    name: 'OpenAI Responses',
    dialects: ['openai-responses'],
    config: asksOpenai('responses'),
  },
  anthropic,
  gemini,
];

/** The vendors, each asked as it is without any setting. */
export const vendors: readonly MatrixProvider[] = [
  { ...openai, dialects: ['openai-chat', 'openai-responses'], config: '' },
  anthropic,
  gemini,
];

/** The model for a scenario. */
export function modelFor(
  provider: MatrixProvider,
  { thinks, cited }: { readonly thinks?: boolean; readonly cited?: boolean },
): string {
  if (cited === true) return provider.searcher;
  return thinks === true ? provider.thinker : provider.model;
}

export const doors: readonly Door[] = [chatDoor, responsesDoor, messagesDoor, geminiDoor];

/** The door that speaks as a recorded call does: what its provider understood and answered is read by it. */
export function doorOfCall(operation: string): Door {
  const byOperation: Readonly<Record<string, Door>> = {
    'chat.completions': chatDoor,
    responses: responsesDoor,
    messages: messagesDoor,
    generateContent: geminiDoor,
    streamGenerateContent: geminiDoor,
  };
  const door = byOperation[operation];
  if (door === undefined) throw new Error(`no door speaks ${operation}`);
  return door;
}
