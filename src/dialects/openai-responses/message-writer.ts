// One message item on its way out: its content parts open and close one at a time. Knows nothing of other items.

import type { Citation } from '../../canon/content.ts';
import { isObject, type JsonObject, type JsonValue } from '../../lib/json.ts';
import { renderAnnotation } from './annotations.ts';

/** Says one event of the stream. */
export type Say = (type: string, fields: JsonObject) => void;

/** Of an item that is closed: https://platform.openai.com/docs/api-reference/responses/object */
export type ItemStatus = 'completed' | 'incomplete';

interface OpenPart {
  readonly type: 'output_text' | 'refusal';
  readonly pieces: string[];
  readonly annotations: JsonObject[];
  readonly logprobs: JsonValue[];
}

/** Writes the item of one message. */
export class MessageWriter {
  readonly #say: Say;
  readonly #id: string;
  readonly #index: number;
  readonly #content: JsonObject[] = [];
  #part: OpenPart | undefined;

  constructor(say: Say, id: string, index: number) {
    this.#say = say;
    this.#id = id;
    this.#index = index;
    say('response.output_item.added', { output_index: index, item: this.#item('in_progress', []) });
  }

  text(delta: string, logprobs: JsonValue | undefined): void {
    const part = this.#open('output_text');
    const entries = Array.isArray(logprobs) ? logprobs : [];
    part.pieces.push(delta);
    for (const entry of entries) part.logprobs.push(entry);
    this.#say('response.output_text.delta', { ...this.#place(), delta, logprobs: entries.map(withoutBytes) });
  }

  citation(citation: Citation): void {
    const annotation = renderAnnotation(citation);
    if (annotation === undefined) return;
    const part = this.#open('output_text');
    const annotation_index = part.annotations.push(annotation) - 1;
    this.#say('response.output_text.annotation.added', { ...this.#place(), annotation_index, annotation });
  }

  refusal(delta: string): void {
    this.#open('refusal').pieces.push(delta);
    this.#say('response.refusal.delta', { ...this.#place(), delta });
  }

  /** Closes the open part, if any. */
  endPart(): void {
    const part = this.#part;
    if (part === undefined) return;
    const whole = part.pieces.join('');
    const place = this.#place();
    if (part.type === 'refusal') this.#say('response.refusal.done', { ...place, refusal: whole });
    else
      this.#say('response.output_text.done', {
        ...place,
        text: whole,
        logprobs: part.logprobs.map(withoutBytes),
      });
    const rendered = renderPart(part, whole);
    this.#say('response.content_part.done', { ...place, part: rendered });
    this.#content.push(rendered);
    this.#part = undefined;
  }

  /** Closes the message and gives the item. */
  end(status: ItemStatus): JsonObject {
    this.endPart();
    const item = this.#item(status, this.#content);
    this.#say('response.output_item.done', { output_index: this.#index, item });
    return item;
  }

  #open(type: OpenPart['type']): OpenPart {
    if (this.#part?.type === type) return this.#part;
    this.endPart();
    const part: OpenPart = { type, pieces: [], annotations: [], logprobs: [] };
    this.#part = part;
    this.#say('response.content_part.added', { ...this.#place(), part: renderPart(part, '') });
    return part;
  }

  #place(): JsonObject {
    return { item_id: this.#id, output_index: this.#index, content_index: this.#content.length };
  }

  #item(status: ItemStatus | 'in_progress', content: JsonObject[]): JsonObject {
    return { id: this.#id, type: 'message', status, role: 'assistant', content: [...content] };
  }
}

/** Events tell of a token without its bytes; the part that they make up has them. */
function withoutBytes(entry: JsonValue): JsonValue {
  if (!isObject(entry)) return entry;
  const { bytes: _bytes, ...told } = entry;
  const top = told['top_logprobs'];
  return Array.isArray(top) ? { ...told, top_logprobs: top.map(withoutBytes) } : told;
}

/** Empty lists are written too: clients read their length. */
function renderPart(part: OpenPart, whole: string): JsonObject {
  if (part.type === 'refusal') return { type: 'refusal', refusal: whole };
  return {
    type: 'output_text',
    text: whole,
    annotations: [...part.annotations],
    logprobs: [...part.logprobs],
  };
}
