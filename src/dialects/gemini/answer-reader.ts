// Whole answers and the chunks of a stream have one shape: this reads either into canonical events, one answer each.
// https://ai.google.dev/api/generate-content#generatecontentresponse

import type { CanonRequest } from '../../canon/request.ts';
import type { StreamEvent } from '../../canon/stream-event.ts';
import type { Finish } from '../../canon/finish.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import { asArray, asObject, asString, type JsonObject } from '../../lib/json.ts';
import type { StreamPlace } from '../dialect.ts';
import { CandidateWriter } from './candidate-writer.ts';
import { geminiBlock, readFinishReason } from './finish-reason.ts';
import { readGeminiPart } from './part-readers.ts';
import { readGeminiLogprobs } from './read-logprobs.ts';
import { readGeminiUsage } from './read-usage.ts';
import { createToolNameReader } from './tool-names.ts';
import { findWireError, parseGeminiError } from './wire-error.ts';
import { wireNumber } from './wire-number.ts';

/** One for each answer; what it finds goes to the `emit` that it was created with. */
export interface AnswerReader {
  /** Reads one response object; nothing more is read after an error. */
  push(chunk: JsonObject): void;
  /** Every candidate so far has had its reason. Google may go on all the same, but seldom does. */
  readonly finishSeen: boolean;
  /** It ended, well or not. */
  readonly over: boolean;
  /** Undefined while something of the answer is held back. */
  readonly place: StreamPlace | undefined;
  /** No more chunks come: emits the finishes and `answer-end`, or the `error` of an answer that is not whole. */
  end(): void;
}

/**
 * Creates a reader for one answer. Finishes wait for the end: Google can go on after a STOP, and repeat it. `candidates`:
 * so many must have come to theirs.
 */
export function createAnswerReader(
  request: CanonRequest,
  emit: (event: StreamEvent) => void,
  candidates = 1,
): AnswerReader {
  const writers = new Map<number, CandidateWriter>();
  const toolName = createToolNameReader(request);
  let started = false;
  let over = false;
  let blocked: Finish | undefined;

  function fail(error: GatewayError): void {
    over = true;
    emit({ type: 'error', error });
  }

  function start(chunk: JsonObject): void {
    started = true;
    const id = asString(chunk['responseId']);
    const model = (asString(chunk['modelVersion']) ?? request.model).replace(/^models\//u, '');
    const usage = readGeminiUsage(chunk['usageMetadata']);
    emit({ type: 'answer-start', ...(id !== undefined && { id }), model, ...(usage && { usage }) });
  }

  function writerAt(index: number): CandidateWriter {
    const known = writers.get(index);
    if (known) return known;
    const fresh = new CandidateWriter(index, request.messages.length, emit);
    writers.set(index, fresh);
    return fresh;
  }

  function readCandidate(candidate: JsonObject, position: number): void {
    const writer = writerAt(wireNumber(candidate['index']) ?? position);
    const logprobs = readGeminiLogprobs(candidate['logprobsResult']);
    if (logprobs) writer.logprobs(logprobs);
    const scene = { writer, toolName };
    for (const item of partsOf(candidate)) {
      const part = asObject(item);
      if (part) readGeminiPart(part, scene);
    }
    writer.flushLogprobs();
    const grounding = asObject(candidate['groundingMetadata']);
    if (grounding) writer.grounding(grounding);
    const recitation = asObject(candidate['citationMetadata']);
    if (recitation) writer.recitation(recitation);
    const reason = readFinishReason(candidate['finishReason']);
    if (reason !== undefined) writer.ended(reason, asString(candidate['finishMessage']));
  }

  return {
    get finishSeen() {
      return started && !over && whyIncomplete(writers, blocked !== undefined, candidates) === undefined;
    },
    get over() {
      return over;
    },
    get place() {
      if (!started || over) return undefined;
      for (const writer of writers.values()) if (writer.holdsBack) return undefined;
      return {};
    },
    push(chunk) {
      if (over) return;
      const error = findWireError(chunk);
      if (error) {
        fail(parseGeminiError(error));
        return;
      }
      if (!isAnswerChunk(chunk)) return;
      if (!started) start(chunk);
      for (const [position, item] of asArray(chunk['candidates']).entries()) {
        const candidate = asObject(item);
        if (candidate) readCandidate(candidate, position);
      }
      blocked = readBlock(chunk) ?? blocked;
      const usage = readGeminiUsage(chunk['usageMetadata']);
      if (usage) emit({ type: 'usage', usage });
    },
    end() {
      if (over) return;
      if (blocked && writers.size === 0) writerAt(0);
      const reason = whyIncomplete(writers, blocked !== undefined, candidates);
      if (reason !== undefined) {
        fail(new GatewayError('incomplete_answer', reason));
        return;
      }
      over = true;
      for (const [, writer] of [...writers].toSorted(([a], [b]) => a - b)) writer.finish(blocked);
      emit({ type: 'answer-end' });
    },
  };
}

function isAnswerChunk(chunk: JsonObject): boolean {
  return (
    chunk['candidates'] !== undefined ||
    chunk['usageMetadata'] !== undefined ||
    chunk['promptFeedback'] !== undefined
  );
}

/** Some servers send `parts` as a single object. */
function partsOf(candidate: JsonObject): readonly unknown[] {
  const parts = asObject(candidate['content'])?.['parts'];
  return asObject(parts) ? [parts] : asArray(parts);
}

/** Ratings alone are no block. */
function readBlock(chunk: JsonObject): Finish | undefined {
  const feedback = asObject(chunk['promptFeedback']);
  const given = feedback?.['blockReason'];
  const reason = typeof given === 'number' ? String(given) : asString(given);
  const message = asString(feedback?.['blockReasonMessage']);
  return reason === undefined && message === undefined ? undefined : geminiBlock(reason, message);
}

function whyIncomplete(
  writers: ReadonlyMap<number, CandidateWriter>,
  blocked: boolean,
  candidates: number,
): string | undefined {
  if (writers.size === 0) return 'The provider sent no candidate.';
  if (blocked) return undefined;
  if (writers.size < candidates) return 'The provider sent fewer candidates than were asked for.';
  for (const writer of writers.values()) {
    if (!writer.hasReason) return 'The provider closed its answer without a finish reason.';
  }
  return undefined;
}
