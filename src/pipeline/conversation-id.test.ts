import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../lib/json.ts';
import { conversationId, type RequestHeaders } from './conversation-id.ts';

const LARGE = 100_000;
const system = 'You are the keeper of the twins. '.repeat(50);
const question = 'Which of them is mortal? ';
const answer = 'Castor was.';
const more = 'And the other?';

/** The first turn of a conversation and a later one, as each dialect writes them. */
const dialects: readonly [string, (first: string) => JsonObject, (first: string) => JsonObject][] = [
  [
    'OpenAI Chat',
    (first) => ({ messages: [turn('system', system), turn('user', first)] }),
    (first) => ({
      messages: [turn('system', system), turn('user', first), turn('assistant', answer), turn('user', more)],
    }),
  ],
  [
    'OpenAI Responses',
    (first) => ({ instructions: system, input: first }),
    (first) => ({
      instructions: system,
      input: [turn('user', first), turn('assistant', answer), turn('user', more)],
    }),
  ],
  [
    'Anthropic Messages, whose cache marks move',
    (first) => ({
      system: [{ type: 'text', text: system, cache_control: { type: 'ephemeral' } }],
      messages: [
        { role: 'user', content: [{ type: 'text', text: first, cache_control: { type: 'ephemeral' } }] },
      ],
    }),
    (first) => ({
      system: [
        { type: 'text', text: `x-anthropic-billing-header: cch=${first.length};` },
        { type: 'text', text: system },
      ],
      messages: [turn('user', first), turn('assistant', answer), turn('user', more)],
    }),
  ],
  [
    'Gemini',
    (first) => ({
      systemInstruction: { parts: [{ text: system }] },
      contents: [{ parts: [{ text: first }] }],
    }),
    (first) => ({
      system_instruction: { parts: [{ text: system }] },
      contents: [
        { role: 'user', parts: [{ text: first }] },
        { role: 'model', parts: [{ text: answer }] },
        { role: 'user', parts: [{ text: more }] },
      ],
    }),
  ],
];

function turn(role: string, content: string): JsonObject {
  return { role, content };
}

describe.each(dialects)('a conversation in %s', (_dialect, begin, goOn) => {
  it('is the same in a later turn, and another for another first turn or system prompt', () => {
    const id = conversationId(begin(question), {}, LARGE);
    expect(id).toBeTypeOf('string');
    expect(conversationId(goOn(question), {}, LARGE)).toBe(id);
    expect(conversationId(begin(`${question}!`), {}, LARGE)).not.toBe(id);
    const other = JSON.parse(JSON.stringify(begin(question)).replace('keeper', 'warden')) as JsonObject;
    expect(conversationId(other, {}, LARGE)).not.toBe(id);
  });

  it('has no name while it is too small for any prompt cache, unless the client gives one', () => {
    expect(conversationId(begin(question), {}, 1000)).toBeUndefined();
    expect(conversationId(begin(question), { 'x-session-id': 's' }, 1000)).toBe('s');
  });
});

const CODE_USER = 'user_0f_account_1a_session_2b';

describe('what the client says of its session', () => {
  it.each<[string, RequestHeaders, JsonObject, string]>([
    [
      "Claude Code's session before all else",
      { 'x-claude-code-session-id': 'a', 'session-id': 'b' },
      { prompt_cache_key: 'c' },
      'a/',
    ],
    [
      "each of a session's agents for itself",
      { 'x-claude-code-session-id': 'a', 'x-claude-code-agent-id': '7' },
      {},
      'a/7',
    ],
    ["the session in Claude's user_id", { session_id: 'b' }, { metadata: { user_id: CODE_USER } }, CODE_USER],
    ['Session-Id', { 'session-id': 'b', 'x-session-id': 'c' }, {}, 'b'],
    ['session_id, as Codex sends it', { session_id: 'b', 'x-session-affinity': 'c' }, {}, 'b'],
    ['X-Session-ID', { 'x-session-id': 'b', 'x-session-affinity': 'c' }, {}, 'b'],
    ['X-Session-Affinity', { 'x-session-affinity': 'b' }, { session_id: 'c' }, 'b'],
    ['session_id of the body', {}, { session_id: 'b', prompt_cache_key: 'c' }, 'b'],
    ['prompt_cache_key', {}, { prompt_cache_key: 'b', conversation: 'c' }, 'b'],
    ['a conversation by its id', {}, { conversation: { id: 'b' } }, 'b'],
    ['a conversation by its name', {}, { conversation: 'b' }, 'b'],
  ])('is taken: %s', (_what, headers, json, id) => {
    expect(conversationId(json, headers, LARGE)).toBe(id);
  });

  it.each<[string, RequestHeaders, JsonObject]>([
    ['an id that is new with every request', { 'x-client-request-id': 'r' }, {}],
    ['a name that is too long', { 'x-session-id': 's'.repeat(257) }, {}],
    ['an empty one', { 'x-session-id': '' }, {}],
    ['a repeated header', { 'x-session-id': ['a', 'b'] }, {}],
    ['something that is no name', {}, { session_id: 7, prompt_cache_key: {} }],
  ])('is passed over: %s', (_what, headers, json) => {
    expect(conversationId(json, headers, 1000)).toBeUndefined();
  });

  it('does not put the conversations of one user on one key', () => {
    const of = (content: string): string | undefined =>
      conversationId({ messages: [turn('user', content)], metadata: { user_id: 'ann' } }, {}, LARGE);
    expect(of('one')).not.toBe(of('two'));
    expect(of('one')).toBe(of('one'));
  });
});
