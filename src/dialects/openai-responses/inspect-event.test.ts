// What traffic that passes untouched shows of itself.

import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../lib/json.ts';
import type { Inspection } from '../dialect.ts';
import { inspectEvent } from './inspect-event.ts';

const whole = { object: 'response', model: 'gpt-5.2', usage: { input_tokens: 1, total_tokens: 3 } };

const cases: readonly (readonly [string, JsonValue, Partial<Inspection>])[] = [
  [
    'a beginning',
    { type: 'response.created', response: { ...whole, status: 'in_progress', output: [], usage: null } },
    { hasContent: false, finished: false, model: 'gpt-5.2', usage: undefined },
  ],
  [
    'an item without content',
    { type: 'response.output_item.added', output_index: 0, item: { type: 'message' } },
    { hasContent: false },
  ],
  [
    'a call',
    { type: 'response.output_item.added', output_index: 0, item: { type: 'function_call' } },
    { hasContent: true },
  ],
  [
    'a piece of text',
    { type: 'response.output_text.delta', delta: 'x' },
    { hasContent: true, finished: false },
  ],
  ['an empty piece', { type: 'response.output_text.delta', delta: '' }, { hasContent: false }],
  [
    'an end',
    {
      type: 'response.completed',
      response: { ...whole, status: 'completed', output: [{ type: 'message' }] },
    },
    { finished: true, failed: false, hasContent: true },
  ],
  [
    'a ceiling',
    {
      type: 'response.incomplete',
      response: {
        ...whole,
        status: 'incomplete',
        output: [],
        incomplete_details: { reason: 'max_output_tokens' },
      },
    },
    { finished: true, answersWithoutContent: true, hasContent: false },
  ],
  [
    'a whole answer',
    { ...whole, status: 'completed', output: [{ type: 'message' }] },
    { finished: true, hasContent: true },
  ],
  [
    'an empty whole answer',
    { ...whole, status: 'completed', output: [] },
    { finished: true, hasContent: false, answersWithoutContent: false },
  ],
  [
    'an error event',
    { type: 'error', code: 'server_error', message: 'x' },
    { error: { message: 'x', type: 'server_error', param: undefined, code: 'server_error' } },
  ],
  [
    'a failed response',
    {
      type: 'response.failed',
      response: { ...whole, status: 'failed', error: { code: 'server_error', message: 'x' } },
    },
    { error: { code: 'server_error', message: 'x' }, finished: false },
  ],
  ['an error body', { error: { message: 'x' } }, { error: { message: 'x' } }],
  ['nothing', null, { hasContent: false, finished: false, error: undefined }],
];

describe('inspectEvent', () => {
  for (const [name, event, expected] of cases) {
    it(`sees ${name}`, () => {
      expect(inspectEvent(event)).toMatchObject(expected);
    });
  }

  it('reads usage as the provider gave it', () => {
    const event = { type: 'response.completed', response: { ...whole, status: 'completed', output: [] } };
    expect(inspectEvent(event).usage).toMatchObject({ inputTokens: 1, totalTokens: 3 });
  });
});
