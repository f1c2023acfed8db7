// Whole answers and the chunks of a stream differ in one word (`message`, `delta`): this reads either into canonical
// events, one answer each. https://platform.openai.com/docs/api-reference/chat-streaming/streaming

import type { CanonRequest } from '../../canon/request.ts';
import type { StreamEvent } from '../../canon/stream-event.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import { asArray, asNumber, asObject, asString, type JsonObject } from '../../lib/json.ts';
import type { StreamPlace } from '../dialect.ts';
import { CandidateWriter } from './candidate-writer.ts';
import { readDelta } from './read-delta.ts';
import { readFinishReason } from './read-finish-reason.ts';
import { findUsage } from './read-usage.ts';
import { findWireError, parseWireError } from './wire-error.ts';
import { createToolNameReader } from './wire-tool-name.ts';

/** One for each answer; what it finds goes to the `emit` that it was created with. */
export interface AnswerReader {
  /** Reads one chunk or whole answer; nothing more is read after an error or the end. */
  push(chunk: JsonObject): void;
  /** Every choice so far has had its `finish_reason`: only usage may still come. */
  readonly finishSeen: boolean;
  /** It ended, well or not. */
  readonly over: boolean;
  /** Undefined while something of the answer is held back. */
  readonly place: StreamPlace | undefined;
  /** The service said `[DONE]`: the end, as it is meant. */
  done(): void;
  /** No more chunks come: emits the finishes and `answer-end`, or the `error` of an answer that is not whole. */
  end(): void;
}

/**
 * Creates a reader for one answer. Finishes wait for the end, so that nothing can come after them. `candidates`: so many
 * must have come to theirs, unless the service itself says that it is done.
 */
export function createAnswerReader(
  request: CanonRequest,
  emit: (event: StreamEvent) => void,
  candidates = 1,
): AnswerReader {
  const writers = new Map<number, CandidateWriter>();
  const toolName = createToolNameReader(request);
  const messageCount = request.messages.length;
  let started = false;
  let id: string | undefined;
  let over = false;
  let sawUsage = false;
  /** Sources that belong to the answer as a whole, as Perplexity and xAI tell them. */
  let sources: readonly unknown[] = [];

  function fail(error: GatewayError): void {
    over = true;
    emit({ type: 'error', error });
  }

  function start(chunk: JsonObject): void {
    started = true;
    id = asString(chunk['id']) || undefined;
    const usage = findUsage(chunk);
    const model = asString(chunk['model']) || request.model;
    emit({ type: 'answer-start', ...(id !== undefined && { id }), model, ...(usage && { usage }) });
  }

  function writerAt(index: number): CandidateWriter {
    const known = writers.get(index);
    if (known) return known;
    const fresh = new CandidateWriter({ candidate: index, messageCount, emit, toolName });
    writers.set(index, fresh);
    return fresh;
  }

  function readChoice(choice: JsonObject, position: number): void {
    const writer = writerAt(asNumber(choice['index']) ?? position);
    const logprobs = asObject(choice['logprobs'])?.['content'];
    const tokens = Array.isArray(logprobs) ? logprobs : undefined;
    const delta = asObject(choice['delta']);
    // Perplexity repeats the whole message beside each delta, others at the end.
    const message = delta === undefined && !writer.hasContent ? asObject(choice['message']) : undefined;
    if (delta) readDelta(delta, writer, tokens, false);
    else if (message) readDelta(message, writer, tokens, true);
    else if (typeof choice['text'] === 'string') writer.text(choice['text'], undefined);
    const reason = readFinishReason(choice['finish_reason']);
    if (reason === undefined) return;
    const stopped = asString(choice['stop_reason']) ?? asString(choice['matched_stop']);
    writer.ended(
      reason,
      request.stop.find((sequence) => sequence === stopped),
    );
  }

  function finishSeen(least: number): boolean {
    if (!started || over || writers.size < least) return false;
    for (const writer of writers.values()) if (!writer.hasReason) return false;
    return true;
  }

  function end(least = candidates): void {
    if (over) return;
    if (!finishSeen(least)) {
      const what = writers.size === 0 ? 'sent no choice' : 'closed its answer without a finish reason';
      fail(new GatewayError('incomplete_answer', `The provider ${what}.`));
      return;
    }
    over = true;
    for (const [, writer] of [...writers].toSorted(([a], [b]) => a - b)) {
      if (!writer.hasCitations) for (const source of sources) citeSource(source, writer);
      writer.finish();
    }
    emit({ type: 'answer-end' });
  }

  return {
    get finishSeen() {
      return finishSeen(candidates);
    },
    get over() {
      return over;
    },
    get place() {
      if (!started || over || sources.length > 0) return undefined;
      for (const writer of writers.values()) if (writer.holdsBack) return undefined;
      return { id };
    },
    push(chunk) {
      if (over) return;
      const error = findWireError(chunk) ?? findChoiceError(chunk);
      if (error) {
        fail(parseWireError(error));
        return;
      }
      const choices = asArray(chunk['choices']);
      const usage = findUsage(chunk);
      // Azure begins with the ratings of the prompt, before it knows the answer's id and model.
      if (choices.length === 0 && usage === undefined) return;
      if (!started) start(chunk);
      for (const [position, item] of choices.entries()) {
        const choice = asObject(item);
        if (choice) readChoice(choice, position);
      }
      sources = findSources(chunk) ?? sources;
      if (usage) {
        sawUsage = true;
        emit({ type: 'usage', usage });
      }
      // Usage alone is the last that a stream has to say.
      if (choices.length === 0 && finishSeen(candidates)) end();
    },
    done() {
      if (sawUsage) for (const writer of writers.values()) writer.endedByCalls();
      end(1);
    },
    end: () => end(),
  };
}

/** OpenRouter tells of some failures in the choice itself. */
function findChoiceError(chunk: JsonObject): JsonObject | undefined {
  for (const item of asArray(chunk['choices'])) {
    const error = asObject(asObject(item)?.['error']);
    if (error) return error;
  }
  return undefined;
}

/** `search_results` with titles, else `citations`, bare addresses. */
function findSources(chunk: JsonObject): readonly unknown[] | undefined {
  const results = asArray(chunk['search_results']);
  const citations = asArray(chunk['citations']);
  return results.length > 0 ? results : citations.length > 0 ? citations : undefined;
}

function citeSource(source: unknown, writer: CandidateWriter): void {
  const fields = asObject(source);
  const url = asString(source) ?? asString(fields?.['url']);
  const title = asString(fields?.['title']);
  if (url !== undefined) writer.cite({ url, ...(title !== undefined && { title }) });
}
