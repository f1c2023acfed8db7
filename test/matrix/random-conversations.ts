// Conversations and answers of all kinds, as they are made at random for a dialect to say and to understand.

import fc from 'fast-check';
import type { CanonAnswer } from '../../src/canon/answer.ts';
import type { ContentPart, Signature, TextPart } from '../../src/canon/content.ts';
import type { CanonRequest, Message } from '../../src/canon/request.ts';
import type { JsonObject } from '../../src/lib/json.ts';

export interface Dialect {
  readonly name: 'responses' | 'messages' | 'gemini';
  readonly vendor: Signature['vendor'];
  readonly model: string;
  readonly stops: boolean;
  readonly topK: boolean;
  /** Fields of its own; `v` and `n` are values of the run. */
  own(v: string, n: number): JsonObject;
}

export const dialects: readonly Dialect[] = [
  {
    name: 'responses',
    vendor: 'openai',
    model: 'gpt-4.1',
    stops: false,
    topK: false,
    own: (v, n) => ({ truncation: v, max_tool_calls: n, prompt_cache_key: v, metadata: { [v]: v } }),
  },
  {
    name: 'messages',
    vendor: 'anthropic',
    model: 'claude-sonnet-4-5',
    stops: true,
    topK: true,
    own: (v, n) => ({
      service_tier: v,
      [`x_${v}`]: { [v]: [n] },
      context_management: { edits: [{ type: v }] },
    }),
  },
  {
    name: 'gemini',
    vendor: 'gemini',
    model: 'gemini-3.8-flash',
    stops: true,
    topK: true,
    own: (v, n) => ({
      safetySettings: [{ category: v, threshold: v }],
      cachedContent: `cachedContents/${v}`,
      serviceTier: v,
      generationConfig: { [`x${v}`]: n },
    }),
  },
];

/** What Google documents for a call that no model of its own has made. */
export const STAND_IN = 'skip_thought_signature_validator';

export const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/u);
const said = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).map((text) => `say ${text}`);
const proof = fc.stringMatching(/^[A-Za-z0-9]{8}$/u);
const args = fc
  .dictionary(word, fc.oneof(fc.integer(), said, fc.boolean()))
  .map((map) => JSON.stringify(map));

const text: fc.Arbitrary<TextPart> = said.map((value) => ({ type: 'text', text: value }));
const picture: ContentPart = {
  type: 'media',
  kind: 'image',
  mimeType: 'image/png',
  source: { type: 'inline', data: 'iVBORw0KGgo=' },
};

const step = fc.record({
  asked: text,
  pictured: fc.boolean(),
  spoken: fc.option(text, { nil: undefined }),
  calls: fc.array(fc.tuple(args, text), { maxLength: 3 }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function messagesOf({ asked, pictured, spoken, calls }: Step, at: number): readonly Message[] {
  const id = (index: number): string => `call_${at}_${index}`;
  const made = calls.map(([argumentsJson], index): ContentPart => {
    return { type: 'tool-call', id: id(index), idFromModel: true, name: 'look', argumentsJson };
  });
  const results = calls.map(([, part], index): ContentPart => {
    return { type: 'tool-result', callId: id(index), name: 'look', parts: [part], isError: false };
  });
  const answer = [...(spoken === undefined ? [] : [spoken]), ...made];
  return [
    { role: 'user', parts: [asked, ...(pictured ? [picture] : [])] },
    { role: 'assistant', parts: answer.length === 0 ? [{ type: 'text', text: 'nothing' }] : answer },
    ...(results.length > 0 ? [{ role: 'user' as const, parts: results }] : []),
  ];
}

const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };

const tool = { type: 'function', name: 'look', description: 'looks', parameters: schema } as const;

export const question: CanonRequest = {
  model: 'm',
  system: [],
  messages: [{ role: 'user', parts: [{ type: 'text', text: 'look' }] }],
  tools: [tool],
  sampling: {},
  stop: [],
  stream: false,
  includeUsage: true,
};

export function requestOf(dialect: Dialect): fc.Arbitrary<CanonRequest> {
  return fc
    .record({
      steps: fc.array(step, { minLength: 1, maxLength: 3 }),
      system: fc.option(said, { nil: undefined }),
      forced: fc.boolean(),
      temperature: fc.option(fc.constantFrom(0, 0.25, 1), { nil: undefined }),
      topK: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
      stop: fc.array(said, { maxLength: 2 }),
      ceiling: fc.integer({ min: 16, max: 4000 }),
      stream: fc.boolean(),
      formed: fc.boolean(),
    })
    .map((given) => ({
      model: dialect.model,
      system: given.system === undefined ? [] : [{ type: 'text' as const, text: given.system }],
      messages: [
        ...given.steps.flatMap(messagesOf),
        ...(given.steps.at(-1)?.calls.length === 0
          ? [{ role: 'user' as const, parts: [{ type: 'text' as const, text: 'go on' }] }]
          : []),
      ],
      tools: [{ ...tool, ...(dialect.name === 'responses' && { strict: false }) }],
      toolChoice: given.forced ? { type: 'required' as const, names: ['look'] } : { type: 'auto' as const },
      sampling: {
        ...(given.temperature !== undefined && { temperature: given.temperature }),
        ...(dialect.topK && given.topK !== undefined && { topK: given.topK }),
      },
      stop: dialect.stops ? given.stop : [],
      maxOutputTokens: given.ceiling,
      responseFormat: given.formed ? { type: 'json-schema' as const, schema } : undefined,
      stream: given.stream,
      includeUsage: true,
    }));
}

export function answerOf({ vendor }: Dialect): fc.Arbitrary<CanonAnswer> {
  return fc
    .record({
      thought: fc.option(fc.tuple(said, proof), { nil: undefined }),
      spoken: fc.option(said, { nil: undefined }),
      calls: fc.array(args, { maxLength: 3 }),
      cut: fc.boolean(),
    })
    .map(({ thought, spoken, calls, cut }) => {
      const parts: ContentPart[] = [];
      const signature = thought && { vendor, value: thought[1] };
      // Google signs what a thought led to.
      const thinks = vendor === 'gemini' ? undefined : signature;
      if (thought !== undefined) parts.push({ type: 'reasoning', text: thought[0], signature: thinks });
      if (spoken !== undefined || calls.length === 0) parts.push({ type: 'text', text: spoken ?? 'well' });
      for (const [index, argumentsJson] of calls.entries()) {
        const led = index === 0 && vendor === 'gemini' ? signature : undefined;
        const id = `call_${index}`;
        parts.push({ type: 'tool-call', id, idFromModel: true, name: 'look', argumentsJson, signature: led });
      }
      const kind = calls.length > 0 ? 'tool-calls' : cut ? 'length' : 'stop';
      return {
        id: 'a1',
        model: 'm',
        candidates: [{ index: 0, parts, finish: { kind } }],
        usage: { inputTokens: 7, cachedInputTokens: 2, outputTokens: 5, totalTokens: 12 },
      };
    });
}
