// Whether a stream of Chat Completions is whole is one question: the relay, which hands on bytes, and the reader that
// translates them answer it alike.

import { describe, expect, it } from 'vitest';
import { createLoss } from '../canon/loss.ts';
import { openaiChatClientFace } from '../dialects/openai-chat/client-face.ts';
import { createOpenaiStreamParser } from '../dialects/openai-chat/parse-stream.ts';
import { openaiChatRelayFace } from '../dialects/openai-chat/relay-face.ts';
import type { JsonObject } from '../lib/json.ts';
import { createRelayReader, type AnsweringReader } from './relay-reader.ts';
import { TranslatedReader } from './translated-reader.ts';

const DONE = 'data: [DONE]\n\n';
const event = (value: object): string => `data: ${JSON.stringify(value)}\n\n`;
const choice = (delta: object, reason: string | null = null, index = 0): string =>
  event({ model: 'm', choices: [{ index, delta, finish_reason: reason }] });
const said = choice({ content: 'a' });
const stop = (index = 0): string => choice({}, 'stop', index);
const call = (args: string, more: object = { id: 'a', function: { name: 'f', arguments: args } }): string =>
  choice({ tool_calls: [{ index: 0, type: 'function', ...more }] });
const more = (args: string): string => call('', { function: { arguments: args } });
const other = (args: string): string =>
  choice({ tool_calls: [{ index: 1, id: 'b', function: { name: 'g', arguments: args } }] });
const usage = event({ model: 'm', choices: [], usage: { prompt_tokens: 1, completion_tokens: 1 } });

function readers(candidates: number): readonly (readonly [string, AnsweringReader])[] {
  const body: JsonObject = { model: 'm', n: candidates, messages: [{ role: 'user', content: 'hi' }] };
  const request = openaiChatClientFace.parseRequest(body, createLoss());
  const renderer = openaiChatClientFace.createStreamRenderer({ nowMs: 0, requestId: 'r', request });
  return [
    [
      'relayed',
      createRelayReader(openaiChatRelayFace, { framing: 'sse', request: body, acceptUnusable: false }),
    ],
    [
      'translated',
      new TranslatedReader({
        face: { createStreamParser: createOpenaiStreamParser },
        request,
        renderer,
        estimatedTokens: 1,
        acceptEmpty: false,
        onSignature: () => {},
      }),
    ],
  ];
}

/** Whether the stream has failed by its end, as each of them sees it. */
function judge(wire: string, size: number, candidates: number): Record<string, boolean> {
  const bytes = Buffer.from(wire);
  return Object.fromEntries(
    readers(candidates).map(([name, reader]) => {
      for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size));
      reader.end();
      return [name, reader.failure === undefined];
    }),
  );
}

const called = { tool_calls: [{ index: 0, id: 'a', function: { name: 'f', arguments: '{}' } }] };
const oldCall = { function_call: { name: 'f', arguments: '{}' } };
const calledAndCounted = event({ choices: [{ index: 0, delta: called }], usage: { prompt_tokens: 1 } });

const single: Readonly<Record<'whole' | 'broken', Readonly<Record<string, string>>>> = {
  whole: {
    'text with its finish': said + stop() + DONE,
    'text with its finish, and no mark at the end': said + stop(),
    'a whole call without a finish, by usage and the mark': call('{"x":1}') + usage + DONE,
    'a call in pieces, by usage and the mark': said + call('{"x"') + more(':1}') + usage + DONE,
    'two calls, by usage and the mark': call('{}') + other('{}') + usage + DONE,
    'a call in the old form, by usage and the mark': choice(oldCall) + usage + DONE,
    'a call, by usage beside its last piece and the mark': calledAndCounted + DONE,
  },
  broken: {
    'text that ends in the mark without a finish': said + DONE,
    'text that ends in usage and the mark without a finish': said + usage + DONE,
    'nothing but usage and the mark': usage + DONE,
    'a whole call that ends in the mark alone': call('{"x":1}') + DONE,
    'a whole call that ends in usage alone': call('{"x":1}') + usage,
    'half a call, in spite of usage and the mark': call('{"x"') + usage + DONE,
    'half a second call': call('{}') + other('{"x"') + usage + DONE,
    'a call without a name': call('', { id: 'a', function: { arguments: '{}' } }) + usage + DONE,
    'a call without arguments': call('') + usage + DONE,
  },
};
const double: typeof single = {
  whole: {
    'one that finished and one that called': said + stop() + choice(called, null, 1) + usage + DONE,
    'one alone, by the mark': said + stop() + DONE,
  },
  broken: {
    'one that finished and one that broke off':
      said + stop() + choice({ content: 'b' }, null, 1) + usage + DONE,
    'one alone, and no mark': said + stop(),
  },
};

describe.each([1, 7, 10_000])('in pieces of %i bytes', (size) => {
  for (const [candidates, streams] of [single, double].entries()) {
    for (const kind of ['whole', 'broken'] as const) {
      it.each(Object.entries(streams[kind]))(`${kind} (candidates: ${candidates + 1}): %s`, (_what, wire) => {
        const isWhole = kind === 'whole';
        expect(judge(wire, size, candidates + 1)).toEqual({ relayed: isWhole, translated: isWhole });
      });
    }
  }
});
