// One reasoning item on its way out: at most one summary, and the encrypted content that proves it.

import type { JsonObject } from '../../lib/json.ts';
import type { ItemStatus, Say } from './message-writer.ts';

/** Writes the item of one stretch of reasoning. */
export class ReasoningWriter {
  readonly #say: Say;
  readonly #id: string;
  readonly #index: number;
  readonly #pieces: string[] = [];

  constructor(say: Say, id: string, index: number) {
    this.#say = say;
    this.#id = id;
    this.#index = index;
    const item = { id, type: 'reasoning', summary: [] };
    say('response.output_item.added', { output_index: index, item });
  }

  text(delta: string): void {
    if (this.#pieces.length === 0) {
      const part = { type: 'summary_text', text: '' };
      this.#say('response.reasoning_summary_part.added', { ...this.#place(), part });
    }
    this.#pieces.push(delta);
    this.#say('response.reasoning_summary_text.delta', { ...this.#place(), delta });
  }

  /** Closes the item and gives it. */
  end(_status: ItemStatus, encryptedContent?: string): JsonObject {
    const text = this.#pieces.join('');
    const summary = this.#pieces.length === 0 ? [] : [{ type: 'summary_text', text }];
    for (const part of summary) {
      this.#say('response.reasoning_summary_text.done', { ...this.#place(), text });
      this.#say('response.reasoning_summary_part.done', { ...this.#place(), part });
    }
    const item: JsonObject = { id: this.#id, type: 'reasoning', summary };
    if (encryptedContent !== undefined) item['encrypted_content'] = encryptedContent;
    this.#say('response.output_item.done', { output_index: this.#index, item });
    return item;
  }

  #place(): JsonObject {
    return { item_id: this.#id, output_index: this.#index, summary_index: 0 };
  }
}
