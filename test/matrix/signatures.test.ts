// Proofs of thought on the next turn, at every door for every provider: they go back to the vendor that made them, also
// through clients that keep their own dialect's fields alone, and in no form to any other.

import { describe, expect, it } from 'vitest';
import type { CanonAnswer } from '../../src/canon/answer.ts';
import type { ContentPart, Signature } from '../../src/canon/content.ts';
import type { DialectName } from '../../src/canon/dialect-name.ts';
import { createLoss } from '../../src/canon/loss.ts';
import type { JsonObject } from '../../src/lib/json.ts';
import { clientFaces, providerFaces } from '../fuzz/faces.ts';
import { providerNames, type ProviderName } from '../fuzz/plan.ts';
import { listAt, objectAt, type Json } from './wire.ts';

type Vendor = Signature['vendor'];

const STAND_IN = 'skip_thought_signature_validator';
const PROOFS: Readonly<Record<Vendor, string>> = {
  gemini: 'R29vZ2xlLXByb29m',
  anthropic: 'QW50aHJvcGljLXByb29m',
  openai: 'T3BlbkFJLXByb29m',
};
const MODELS: Readonly<Record<ProviderName, string>> = {
  chat: 'gpt-5',
  responses: 'gpt-5',
  messages: 'claude-sonnet-4-6',
  gemini: 'gemini-3.8-flash',
};
/** Whose proofs a provider takes; Chat Completions of OpenAI's has no place for any. */
const TAKES: Readonly<Record<ProviderName, Vendor | undefined>> = {
  chat: undefined,
  responses: 'openai',
  messages: 'anthropic',
  gemini: 'gemini',
};

/** A thought and the call that it led to, as the vendor proves them. */
function answerOf(vendor: Vendor): CanonAnswer {
  const signature: Signature = { vendor, value: PROOFS[vendor] };
  const thought: ContentPart = { type: 'reasoning', text: 'I should look.' };
  const call: ContentPart = {
    type: 'tool-call',
    id: 'call_7',
    idFromModel: true,
    name: 'get_weather',
    argumentsJson: '{"city":"Sparta"}',
  };
  const parts: readonly ContentPart[] =
    vendor === 'gemini' ? [thought, { ...call, signature }] : [{ ...thought, signature }, call];
  return { model: 'm', candidates: [{ index: 0, parts, finish: { kind: 'tool-calls' } }] };
}

const schema = { type: 'object', properties: { city: { type: 'string' } } };
const question = 'What is the weather?';

interface Client {
  readonly name: string;
  readonly dialect: DialectName;
  readonly face: (typeof clientFaces)[keyof typeof clientFaces];
  readonly first: JsonObject;
  /** The next request: what came, as this client keeps it, and the tool's result. */
  next(answer: Json): JsonObject;
  /** Nothing of a proof can come back. */
  readonly forgetful?: boolean;
}

const chatFirst = {
  model: 'm',
  messages: [{ role: 'user', content: question }],
  tools: [{ type: 'function', function: { name: 'get_weather', parameters: schema } }],
  reasoning_effort: 'high',
};
const chatNext = (message: unknown): JsonObject => ({
  ...chatFirst,
  messages: [
    ...chatFirst.messages,
    message,
    { role: 'tool', tool_call_id: 'call_7', content: 'sunny' },
  ] as JsonObject[],
});

const messagesFirst = {
  model: 'm',
  max_tokens: 9000,
  thinking: { type: 'enabled', budget_tokens: 4000 },
  messages: [{ role: 'user', content: question }],
  tools: [{ name: 'get_weather', input_schema: schema }],
};
const responsesFirst = {
  model: 'm',
  input: [{ role: 'user', content: question }],
  tools: [{ type: 'function', name: 'get_weather', parameters: schema }],
  reasoning: { effort: 'high', summary: 'auto' },
  include: ['reasoning.encrypted_content'],
  store: false,
};
const geminiFirst = {
  model: 'm',
  contents: [{ role: 'user', parts: [{ text: question }] }],
  tools: [{ functionDeclarations: [{ name: 'get_weather', parametersJsonSchema: schema }] }],
  generationConfig: { thinkingConfig: { includeThoughts: true } },
};

const clients: readonly Client[] = [
  {
    name: "Chat Completions with the fields of OpenAI's reference",
    dialect: 'openai-chat',
    face: clientFaces.chat,
    first: chatFirst,
    forgetful: true,
    next(answer) {
      const { role, content, tool_calls: calls } = objectAt(answer, 'choices', 0, 'message');
      const kept = (calls as readonly Json[]).map(({ id, type, function: called }) => ({
        id,
        type,
        function: called,
      }));
      return chatNext({ role, content, tool_calls: kept });
    },
  },
  {
    name: 'Chat Completions with all that came',
    dialect: 'openai-chat',
    face: clientFaces.chat,
    first: chatFirst,
    next: (answer) => chatNext(objectAt(answer, 'choices', 0, 'message')),
  },
  {
    name: 'Messages',
    dialect: 'anthropic-messages',
    face: clientFaces.messages,
    first: messagesFirst,
    next(answer) {
      const content = listAt(answer, 'content') as JsonObject[];
      const { id } = content.find(({ type }) => type === 'tool_use') ?? {};
      const result = { type: 'tool_result', tool_use_id: id, content: 'sunny' };
      return {
        ...messagesFirst,
        messages: [
          ...messagesFirst.messages,
          { role: 'assistant', content },
          { role: 'user', content: [result] },
        ],
      };
    },
  },
  {
    name: 'Responses',
    dialect: 'openai-responses',
    face: clientFaces.responses,
    first: responsesFirst,
    next: (answer) => ({
      ...responsesFirst,
      input: [
        ...responsesFirst.input,
        ...(listAt(answer, 'output') as JsonObject[]),
        { type: 'function_call_output', call_id: 'call_7', output: 'sunny' },
      ],
    }),
  },
  {
    name: 'Gemini',
    dialect: 'gemini',
    face: clientFaces.gemini,
    first: geminiFirst,
    next(answer) {
      const result = {
        functionResponse: { id: 'call_7', name: 'get_weather', response: { output: 'sunny' } },
      };
      const said = objectAt(answer, 'candidates', 0, 'content') as JsonObject;
      return { ...geminiFirst, contents: [...geminiFirst.contents, said, { role: 'user', parts: [result] }] };
    },
  },
];

/** What the provider of the next turn is sent; the gateway remembers Google's proofs by the call. */
function nextTurn({ face, first, next }: Client, vendor: Vendor, provider: ProviderName): string {
  const request = face.parseRequest(first, createLoss());
  const answer = answerOf(vendor);
  const shown = JSON.parse(
    JSON.stringify(face.renderAnswer(answer, { nowMs: 0, requestId: 'r1', request })),
  ) as Json;
  const again = face.parseRequest({ ...next(shown), model: MODELS[provider] }, createLoss());
  const body = providerFaces[provider].renderRequest(again, {
    loss: createLoss(),
    model: MODELS[provider],
    recallSignature: (callId) => (vendor === 'gemini' && callId === 'call_7' ? PROOFS.gemini : undefined),
  });
  return JSON.stringify(body);
}

/** In any wrapping: bare, marked, or as base64 once more. */
function holds(body: string, proof: string): boolean {
  if (body.includes(proof)) return true;
  const encoded = [...body.matchAll(/[\w+/-]{16,}={0,2}/gu)].map(([text]) =>
    Buffer.from(text, 'base64').toString(),
  );
  return encoded.some((text) => text.includes(proof));
}

const vendors: readonly Vendor[] = ['gemini', 'anthropic', 'openai'];
const cells = clients.flatMap((client) =>
  vendors.flatMap((vendor) =>
    providerNames.map((provider) => ({ client, name: client.name, vendor, provider })),
  ),
);

describe.each(cells)('a proof of $vendor, kept by a client of $name', ({ client, vendor, provider }) => {
  const goesBack = TAKES[provider] === vendor;
  const remembered = client.forgetful !== true || vendor === 'gemini';
  it(`${goesBack && remembered ? 'goes back' : 'goes nowhere'} when the next turn is for ${provider}`, () => {
    const body = nextTurn(client, vendor, provider);
    expect([holds(body, PROOFS[vendor]), body]).toEqual([goesBack && remembered, expect.any(String)]);
    // Google wants one on the call in any case: the stand-in that it documents, last of all.
    expect([body.includes(STAND_IN), body]).toEqual([provider === 'gemini' && !goesBack, expect.any(String)]);
  });
});
