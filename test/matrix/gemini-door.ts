// Google's generateContent, said and read as its clients and its servers do.

import type { Door } from './door.ts';
import { seeGemini } from './see-gemini.ts';
import type { Heard, Medium, Piece, Saying, Turn } from './scenario.ts';
import { at, jsonOf, listAt, numberAt, objectAt, sourceAt, textAt, type Json } from './wire.ts';

const ENDS: Readonly<Record<string, Heard['ended']>> = {
  STOP: 'stop',
  MAX_TOKENS: 'length',
  SAFETY: 'blocked',
};
/** What Google's reference gives for calls that no model of its own has made. */
const NO_SIGNATURE = 'skip_thought_signature_validator';

export const geminiDoor: Door = {
  name: 'Gemini generateContent',
  dialect: 'gemini',
  cannotSay: new Set(['cache', 'document-citations']),
  say: (saying, model, stream) => ({
    path: `/v1beta/models/${model}:${stream ? 'streamGenerateContent?alt=sse' : 'generateContent'}`,
    body: sayBody(saying),
  }),
  hear(answer) {
    const parts = listAt(answer, 'candidates', 0, 'content', 'parts');
    const usage = at(answer, 'usageMetadata');
    const isThought = (part: unknown): boolean => at(part, 'thought') === true;
    const calls = parts.flatMap((part) => {
      const call = objectAt(part, 'functionCall');
      return call['name'] === undefined ? [] : [{ name: textAt(call, 'name'), args: objectAt(call, 'args') }];
    });
    const finish = ENDS[textAt(answer, 'candidates', 0, 'finishReason')] ?? 'not';
    const blocked = textAt(answer, 'promptFeedback', 'blockReason') !== '';
    return {
      text: parts.map((part) => (isThought(part) ? '' : textAt(part, 'text'))).join(''),
      thoughts: parts.map((part) => (isThought(part) ? textAt(part, 'text') : '')).join(''),
      calls,
      sources: listAt(answer, 'candidates', 0, 'groundingMetadata', 'groundingChunks').map((chunk) =>
        sourceAt(at(chunk, 'web'), 'uri'),
      ),
      ended: blocked ? 'blocked' : finish === 'stop' && calls.length > 0 ? 'tools' : finish,
      usage:
        usage === undefined
          ? undefined
          : {
              input: numberAt(usage, 'promptTokenCount') + numberAt(usage, 'toolUsePromptTokenCount'),
              output: numberAt(usage, 'candidatesTokenCount') + numberAt(usage, 'thoughtsTokenCount'),
              cached: numberAt(usage, 'cachedContentTokenCount'),
            },
    };
  },
  fold(frames) {
    const whole: Record<string, unknown> = {};
    const candidate: Record<string, unknown> = {};
    const parts: unknown[] = [];
    for (const chunk of jsonOf(frames)) {
      Object.assign(whole, chunk);
      Object.assign(candidate, objectAt(chunk, 'candidates', 0));
      parts.push(...listAt(chunk, 'candidates', 0, 'content', 'parts'));
    }
    return { ...whole, candidates: [{ ...candidate, content: { role: 'model', parts } }] };
  },
  endOf(frames) {
    const chunks = jsonOf(frames);
    const finished = chunks.some(
      (chunk) =>
        textAt(chunk, 'candidates', 0, 'finishReason') !== '' ||
        textAt(chunk, 'promptFeedback', 'blockReason') !== '',
    );
    const failed = frames.some(
      ({ bare, data }) => bare && textAt(JSON.parse(data) as unknown, 'error', 'status') !== '',
    );
    return failed === finished ? 'broken' : failed ? 'error' : 'well';
  },
  isError: (body, status) =>
    numberAt(body, 'error', 'code') === status &&
    textAt(body, 'error', 'message') !== '' &&
    /^[A-Z_]+$/u.test(textAt(body, 'error', 'status')),
  see: seeGemini,
};

function sayBody(saying: Saying): Json {
  const { system, tools, schema, stop, maxTokens } = saying;
  const config = {
    ...(schema && { responseMimeType: 'application/json', responseJsonSchema: schema }),
    ...(maxTokens !== undefined && { maxOutputTokens: maxTokens }),
    ...(stop && { stopSequences: stop }),
    ...(saying.thinks === true && { thinkingConfig: { includeThoughts: true, thinkingLevel: 'HIGH' } }),
  };
  const offered = [
    ...(tools
      ? [
          {
            functionDeclarations: tools.map(({ name, description, schema: parametersJsonSchema }) => ({
              name,
              description,
              parametersJsonSchema,
            })),
          },
        ]
      : []),
    ...(saying.search === true ? [{ googleSearch: {} }] : []),
  ];
  return {
    ...(system !== undefined && { systemInstruction: { parts: [{ text: system }] } }),
    contents: saying.turns.map(sayTurn),
    ...(offered.length > 0 && { tools: offered }),
    ...(Object.keys(config).length > 0 && { generationConfig: config }),
  };
}

function sayTurn(turn: Turn): Json {
  if ('user' in turn) return { role: 'user', parts: turn.user.map(sayPiece) };
  if ('assistant' in turn) return { role: 'model', parts: [{ text: turn.assistant }] };
  if ('calls' in turn) {
    const parts = turn.calls.map(({ id, name, args }, index) => ({
      functionCall: { id, name, args },
      ...(index === 0 && { thoughtSignature: NO_SIGNATURE }),
    }));
    return { role: 'model', parts };
  }
  const parts = turn.results.map(({ id, name, pieces }) => {
    const media = pieces.filter((piece): piece is Medium => typeof piece !== 'string');
    const output = pieces.filter((piece) => typeof piece === 'string').join('');
    return {
      functionResponse: {
        id,
        name,
        response: { output },
        ...(media.length > 0 && { parts: media.map(sayPiece) }),
      },
    };
  });
  return { role: 'user', parts };
}

function sayPiece(piece: Piece): Json {
  return typeof piece === 'string'
    ? { text: piece }
    : { inlineData: { mimeType: piece.mimeType, data: piece.data } };
}
