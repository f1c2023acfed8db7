// The providers of the matrix: the three vendors as the simulator plays them.

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
}

export const providers: readonly MatrixProvider[] = [
  {
    name: 'OpenAI',
    persona: 'openai',
    dialects: ['openai-chat', 'openai-responses'],
    model: 'gpt-4.1',
    thinker: 'gpt-5',
  },
  {
    name: 'Anthropic',
    persona: 'anthropic',
    dialects: ['anthropic-messages'],
    model: 'claude-sonnet-4-6',
    thinker: 'claude-sonnet-4-6',
  },
  {
    name: 'Gemini',
    persona: 'gemini',
    dialects: ['gemini'],
    model: 'gemini-3.8-flash',
    thinker: 'gemini-3.8-flash',
  },
];

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
