import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../lib/json.ts';
import { inspectAnthropicEvent } from './inspect-event.ts';

const usage = { input_tokens: 3, cache_read_input_tokens: 4, output_tokens: 1 };

describe('the look at an event', () => {
  it.each<[string, JsonObject, object]>([
    [
      'message_start',
      { type: 'message_start', message: { model: 'claude-x', usage, content: [] } },
      { hasContent: false, model: 'claude-x', usage: { inputTokens: 7, totalTokens: undefined } },
    ],
    ['ping', { type: 'ping' }, { hasContent: false, finished: false, error: undefined }],
    [
      'an empty text block',
      { type: 'content_block_start', content_block: { type: 'text', text: '' } },
      { hasContent: false },
    ],
    [
      'a tool call',
      { type: 'content_block_start', content_block: { type: 'tool_use', id: 't', name: 'a' } },
      { hasContent: true },
    ],
    ['text', { type: 'content_block_delta', delta: { type: 'text_delta', text: 'a' } }, { hasContent: true }],
    [
      'thinking',
      { type: 'content_block_delta', delta: { type: 'thinking_delta', thinking: 'a' } },
      { hasContent: true },
    ],
    [
      'no arguments yet',
      { type: 'content_block_delta', delta: { type: 'input_json_delta', partial_json: '' } },
      { hasContent: false },
    ],
    [
      'a signature',
      { type: 'content_block_delta', delta: { type: 'signature_delta', signature: 's' } },
      { hasContent: false },
    ],
    [
      'the reason',
      { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage },
      { finished: false, answersWithoutContent: false, failed: false, usage: { outputTokens: 1 } },
    ],
    [
      'a refusal',
      { type: 'message_delta', delta: { stop_reason: 'refusal' } },
      { answersWithoutContent: true, failed: false },
    ],
    [
      'an unknown reason',
      { type: 'message_delta', delta: { stop_reason: 'x' } },
      { answersWithoutContent: false, failed: true },
    ],
    ['the end', { type: 'message_stop' }, { finished: true }],
    [
      'an error',
      { type: 'error', error: { type: 'overloaded_error' } },
      { error: { type: 'overloaded_error' }, finished: false },
    ],
    [
      'a whole message',
      {
        type: 'message',
        model: 'm',
        content: [{ type: 'text', text: 'a' }],
        stop_reason: 'max_tokens',
        usage,
      },
      { hasContent: true, finished: true, answersWithoutContent: true, model: 'm' },
    ],
  ])('%s', (_name, event, expected) => {
    expect(inspectAnthropicEvent(event)).toMatchObject(expected);
  });

  it('takes anything else for an event that says nothing', () => {
    for (const value of [null, 1, 'x', []]) {
      expect(inspectAnthropicEvent(value)).toMatchObject({
        hasContent: false,
        finished: false,
        failed: false,
      });
    }
  });
});
