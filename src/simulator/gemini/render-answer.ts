// A Gemini answer as it goes over the wire: one object, server-sent events with CRLF, or a JSON array in pieces.
import type { JsonObject, JsonValue } from '../../lib/json.ts';
import type { BrokenStream, JsonReply, Reply, StreamPiece, StreamReply } from '../reply.ts';
import { joinParts, type GeminiAnswer } from './answer.ts';
import { geminiStatusError } from './errors.ts';
import { renderUsage } from './usage.ts';

/** What an answer says of itself, beside what the model said. */
export interface AnswerForm {
  readonly modelVersion: string;
  readonly responseId: string;
  readonly candidateCount: number;
  /** Finish and last content come in separate events, as newer models do it. */
  readonly separateFinish: boolean;
}

/** Sent at once. */
export function renderWhole(answer: GeminiAnswer, form: AnswerForm, fault: string | undefined): JsonReply {
  const parts = joinParts(answer);
  const content: JsonObject = parts.length > 0 ? { parts, role: 'model' } : { role: 'model' };
  const candidates = Array.from({ length: form.candidateCount }, (_, index) => {
    const candidate: JsonObject = { content, ...answer.finish, index };
    if (answer.grounding) candidate['groundingMetadata'] = answer.grounding;
    return candidate;
  });
  const usage = fault === 'no-usage' ? {} : { usageMetadata: renderUsage(answer.usage, answer.modality) };
  return { kind: 'json', status: 200, pretty: true, body: { candidates, ...usage, ...identity(form) } };
}

/** Sent event by event; `fault` shapes the end of it. */
export function renderStream(
  answer: GeminiAnswer,
  form: AnswerForm,
  fault: string | undefined,
  sse: boolean,
): StreamReply {
  const chunks: { readonly body: JsonObject; readonly role: 'content' | 'end' }[] = [];
  const { promptTokens, cachedTokens, thoughtTokens, toolUseTokens } = answer.usage;
  const separate = form.separateFinish || fault !== undefined || answer.parts.length === 0;
  const total = Math.max(1, answer.parts.length);
  for (const [index, part] of answer.parts.entries()) {
    const isLast = index === answer.parts.length - 1 && !separate;
    const answerTokens = isLast
      ? answer.usage.answerTokens
      : Math.floor((answer.usage.answerTokens * index) / total);
    const usage = renderUsage({
      promptTokens,
      cachedTokens,
      thoughtTokens,
      answerTokens,
      toolUseTokens: isLast ? toolUseTokens : 0,
    });
    const candidate: JsonObject = { content: { parts: [part], role: 'model' } };
    if (isLast) Object.assign(candidate, ending(answer));
    candidate['index'] = 0;
    chunks.push({ body: chunk([candidate], usage, form, fault), role: isLast ? 'end' : 'content' });
  }
  if (separate) chunks.push(...endChunks(answer, form, fault));
  return framePieces(chunks, sse);
}

/** A stream of ready-made chunks, the last of which ends it. */
export function renderChunks(bodies: readonly JsonObject[], sse: boolean): StreamReply {
  return framePieces(
    bodies.map((body, index) => ({ body, role: index === bodies.length - 1 ? 'end' : 'content' })),
    sse,
  );
}

/** The same single object, whole or as a stream of one. */
export function renderSingle(body: JsonObject, stream: boolean, sse: boolean): Reply {
  return stream ? renderChunks([body], sse) : { kind: 'json', status: 200, pretty: true, body };
}

function endChunks(
  answer: GeminiAnswer,
  form: AnswerForm,
  fault: string | undefined,
): { readonly body: JsonObject; readonly role: 'end' }[] {
  const content: JsonObject = { role: 'model' };
  if (answer.textSignature !== undefined)
    content['parts'] = [{ text: '', thoughtSignature: answer.textSignature }];
  const candidate: JsonObject = { content, ...ending(answer), index: 0 };
  const usage = renderUsage(answer.usage, answer.modality);
  if (fault === 'late-usage') {
    const late: JsonObject = { usageMetadata: usage, ...identity(form) };
    return [
      { body: { candidates: [candidate], ...identity(form) }, role: 'end' },
      { body: late, role: 'end' },
    ];
  }
  const last = { body: chunk([candidate], usage, form, fault), role: 'end' as const };
  if (fault !== 'two-terminals') return [last];
  const again: JsonObject = { content: { role: 'model' }, ...ending(answer), index: 0 };
  return [last, { body: chunk([again], usage, form, fault), role: 'end' }];
}

function ending(answer: GeminiAnswer): JsonObject {
  return answer.grounding ? { ...answer.finish, groundingMetadata: answer.grounding } : answer.finish;
}

function chunk(
  candidates: JsonValue,
  usage: JsonObject,
  form: AnswerForm,
  fault: string | undefined,
): JsonObject {
  return fault === 'no-usage'
    ? { candidates, ...identity(form) }
    : { candidates, usageMetadata: usage, ...identity(form) };
}

/** The fields by which an answer says what it is. */
export function identity(form: AnswerForm): JsonObject {
  return { modelVersion: form.modelVersion, responseId: form.responseId };
}

function framePieces(
  chunks: readonly { readonly body: JsonObject; readonly role: 'content' | 'end' }[],
  sse: boolean,
): StreamReply {
  if (sse) {
    const pieces: StreamPiece[] = chunks.map(({ body, role }) => ({
      text: `data: ${JSON.stringify(body)}\r\n\r\n`,
      role,
    }));
    return { kind: 'stream', contentType: 'text/event-stream', pieces, broken: brokenEvents };
  }
  const pieces: StreamPiece[] = chunks.map(({ body, role }, index) => ({
    text: `${index === 0 ? '[' : ',\r\n'}${JSON.stringify(body, null, 2)}\n`,
    role,
  }));
  pieces.push({ text: ']', role: 'close' });
  return { kind: 'stream', contentType: 'application/json; charset=UTF-8', pieces, broken: brokenArray };
}

const overloaded = geminiStatusError(503, undefined).body;
const cancelled = geminiStatusError(499, undefined).body;
const errorReply = (status: number): JsonReply => geminiStatusError(status, undefined);

const brokenEvents: BrokenStream = {
  errorEvent: () => `data: ${JSON.stringify(overloaded)}\r\n\r\n`,
  rawError: () => `${JSON.stringify(cancelled, null, 2)}\n`,
  malformed: () => 'data: {"candidates": [{"content": {"parts": [{"text": "bro\r\n\r\n',
  errorReply,
};

const brokenArray: BrokenStream = {
  errorEvent: () => `,\r\n${JSON.stringify(overloaded, null, 2)}\n]`,
  rawError: () => `,\r\n${JSON.stringify(cancelled, null, 2)}\n]`,
  malformed: () => ',\r\n{"candidates": [{"content": {"parts": [{"text": "bro\n',
  errorReply: (status) => ({ ...errorReply(status), body: [errorReply(status).body] }),
};
