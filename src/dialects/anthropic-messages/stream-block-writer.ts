// The content blocks of a streamed message: one open at a time, indexes rising, each closed before the next. No order of
// calls makes it write an illegal order of events.

import type { JsonObject } from '../../lib/json.ts';
import type { StreamPlace } from '../dialect.ts';
import { renderFrame } from './stream-frame.ts';

type Open = 'none' | 'text' | 'thinking' | 'tool';

/** Each call gives the frames that it makes, as wire text; empty when it makes none. */
export interface StreamBlockWriter {
  text(text: string): string;
  citation(citation: JsonObject): string;
  /** Closes the text block, and nothing else. */
  endText(): string;
  thinking(text: string): string;
  /** Closes the thinking block; without a signature only when something else follows, as a tool call may bring it. */
  endThinking(signature: string | undefined): string;
  /** A signature in a thinking block of its own before whatever follows; where nothing does, it is dropped. */
  signBeforeNext(signature: string): void;
  redactedThinking(data: string): string;
  toolCall(id: string, name: string, signature: string | undefined): string;
  toolInput(json: string): string;
  /** A block that comes whole. `input` is sent as a delta, as SDKs expect it. */
  whole(block: JsonObject): string;
  /** Closes whatever is open. */
  close(): string;
  /** Takes up where another writer stands. */
  takeUp(place: NonNullable<StreamPlace['block']>): void;
}

/** Creates the writer of one message. */
export function createStreamBlockWriter(): StreamBlockWriter {
  let open: Open = 'none';
  let index = -1;
  let toolHasInput = false;
  /** True while a finished, unsigned thinking block waits for what follows. */
  let waiting = false;
  let owed: string[] = [];

  function close(): string {
    if (open === 'none') return '';
    const missingInput =
      open === 'tool' && !toolHasInput ? delta('input_json_delta', 'partial_json', '{}') : '';
    open = 'none';
    waiting = false;
    return `${missingInput}event: content_block_stop\ndata: {"type":"content_block_stop","index":${index}}\n\n`;
  }

  function payOwed(): string {
    const signatures = owed;
    owed = [];
    return signatures.map(sign).join('');
  }

  function start(kind: Open, block: JsonObject): string {
    const closed = close() + payOwed();
    open = kind;
    index += 1;
    return closed + renderFrame({ type: 'content_block_start', index, content_block: block });
  }

  function delta(type: string, field: string, value: string): string {
    return `event: content_block_delta\ndata: {"type":"content_block_delta","index":${index},"delta":{"type":"${type}","${field}":${JSON.stringify(value)}}}\n\n`;
  }

  function startText(): string {
    return open === 'text' ? '' : start('text', { type: 'text', text: '', citations: null });
  }

  function startThinking(): string {
    return start('thinking', { type: 'thinking', thinking: '', signature: '' });
  }

  function sign(signature: string): string {
    const started = open === 'thinking' ? '' : startThinking();
    return started + delta('signature_delta', 'signature', signature) + close();
  }

  return {
    text: (text) => (text === '' ? '' : startText() + delta('text_delta', 'text', text)),
    citation: (citation) =>
      startText() +
      renderFrame({ type: 'content_block_delta', index, delta: { type: 'citations_delta', citation } }),
    endText: () => (open === 'text' ? close() : ''),
    thinking(text) {
      if (text === '') return '';
      const started = open === 'thinking' && !waiting ? '' : startThinking();
      return started + delta('thinking_delta', 'thinking', text);
    },
    endThinking(signature) {
      if (signature !== undefined) return (waiting ? close() : '') + sign(signature);
      waiting = open === 'thinking';
      return '';
    },
    signBeforeNext: (signature) => void owed.push(signature),
    redactedThinking: (data) => start('none', { type: 'redacted_thinking', data }) + stopOf(index),
    toolCall(id, name, signature) {
      const signed = signature === undefined ? '' : sign(signature);
      toolHasInput = false;
      return signed + start('tool', { type: 'tool_use', id, name, input: {}, caller: { type: 'direct' } });
    },
    toolInput(json) {
      if (json === '' || open !== 'tool') return '';
      toolHasInput = true;
      return delta('input_json_delta', 'partial_json', json);
    },
    whole(block) {
      const input = block['input'];
      if (input === undefined) return start('none', block) + stopOf(index);
      const started = start('none', { ...block, input: {} });
      return started + delta('input_json_delta', 'partial_json', JSON.stringify(input)) + stopOf(index);
    },
    close,
    takeUp(place) {
      index = place.index;
      open = place.open;
      waiting = false;
    },
  };
}

function stopOf(index: number): string {
  return `event: content_block_stop\ndata: {"type":"content_block_stop","index":${index}}\n\n`;
}
