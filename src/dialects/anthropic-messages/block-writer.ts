// The content blocks of an answer on their way into canonical events: one open at a time, so that no illegal order can
// leave, whatever the provider sends. Knows nothing of frames or of whole messages.
// https://platform.claude.com/docs/en/build-with-claude/streaming

import type { Signature } from '../../canon/content.ts';
import type { StreamEvent } from '../../canon/stream-event.ts';
import { asArray, asObject, asString, isObject, tryParseJsonExact, type JsonObject } from '../../lib/json.ts';
import type { StreamPlace } from '../dialect.ts';
import { parseCitation } from './parse-citations.ts';
import { parseServerToolBlock } from './parse-server-tool-block.ts';

interface OpenBlock {
  readonly index: number | undefined;
  readonly kind: 'text' | 'thinking' | 'tool' | 'server' | 'ignored';
  readonly block: JsonObject;
  signature: string;
  /** For tools: whether any piece of the input came; for server tools: the pieces. */
  pieces: string[];
}

const RESULT_SUFFIX = '_tool_result';

/** Tells the content blocks of one message as events, one open at a time. */
export class BlockWriter {
  #index = -1;
  readonly #emit: (event: StreamEvent) => void;
  readonly #toolName: (wireName: string) => string;
  #open: OpenBlock | undefined;

  constructor(emit: (event: StreamEvent) => void, toolName: (wireName: string) => string) {
    this.#emit = emit;
    this.#toolName = toolName;
  }

  /**
   * A block begins; one still open is closed first. What it already holds is part of the answer. False for a block that
   * has begun before.
   */
  start(block: JsonObject, index?: number): boolean {
    if (index !== undefined && this.#open?.index === index) return false;
    this.stop();
    this.#index += 1;
    const kind = kindOf(block);
    this.#open = { index, kind, block, signature: '', pieces: [] };
    switch (kind) {
      case 'text':
        this.#emit({ type: 'text-start', candidate: 0 });
        this.#text(asString(block['text']) ?? '');
        for (const citation of asArray(block['citations'])) this.#citation(citation);
        break;
      case 'thinking':
        this.#emit({ type: 'reasoning-start', candidate: 0 });
        this.#thinking(asString(block['thinking']) ?? '');
        this.#open.signature = asString(block['signature']) ?? '';
        break;
      case 'tool':
        this.#emit({
          type: 'tool-call-start',
          candidate: 0,
          id: asString(block['id']) ?? '',
          idFromModel: true,
          name: this.#toolName(asString(block['name']) ?? ''),
        });
        break;
      default:
        break;
    }
    return true;
  }

  /** Where the blocks stand; undefined while something that came is not told yet. */
  get place(): StreamPlace['block'] {
    const index = this.#index;
    const open = this.#open;
    if (open === undefined) return { index, open: 'none' };
    if (open.signature !== '' || open.kind === 'server' || open.kind === 'ignored') return undefined;
    if (open.block['data'] !== undefined) return undefined;
    const input = open.kind === 'tool' ? asObject(open.block['input']) : undefined;
    return input !== undefined && Object.keys(input).length > 0 ? undefined : { index, open: open.kind };
  }

  /** A change to the open block; false for one of a block that is not open: something of the stream is missing. */
  delta(delta: JsonObject, index?: number): boolean {
    const open = this.#open ?? this.#openFor(delta, index);
    const type = asString(delta['type']) ?? '';
    const kinds = kindsByDelta.get(type);
    if (kinds === undefined || open?.kind === 'ignored') return true;
    if (open === undefined || !kinds.includes(open.kind)) return false;
    if (index !== undefined && open.index !== undefined && index !== open.index) return false;
    switch (type) {
      case 'text_delta':
        this.#text(asString(delta['text']) ?? '');
        break;
      case 'citations_delta':
        this.#citation(delta['citation']);
        break;
      case 'thinking_delta':
        this.#thinking(asString(delta['thinking']) ?? '');
        break;
      case 'signature_delta':
        open.signature += asString(delta['signature']) ?? '';
        break;
      default:
        this.#input(open, asString(delta['partial_json']) ?? '');
    }
    return true;
  }

  /** The open block ends. */
  stop(): void {
    const open = this.#open;
    this.#open = undefined;
    if (open === undefined) return;
    switch (open.kind) {
      case 'text':
        this.#emit({ type: 'text-end', candidate: 0 });
        break;
      case 'thinking':
        this.#endThinking(open);
        break;
      case 'tool':
        this.#endTool(open);
        break;
      case 'server':
        this.#serverTool(open);
        break;
      default:
        break;
    }
  }

  /** Some servers send text without announcing its block. */
  #openFor(delta: JsonObject, index: number | undefined): OpenBlock | undefined {
    if (delta['type'] === 'text_delta') this.start({ type: 'text', text: '' }, index);
    else if (delta['type'] === 'thinking_delta') this.start({ type: 'thinking', thinking: '' }, index);
    return this.#open;
  }

  #text(text: string): void {
    if (text !== '') this.#emit({ type: 'text-delta', candidate: 0, text });
  }

  #thinking(text: string): void {
    if (text !== '') this.#emit({ type: 'reasoning-delta', candidate: 0, text });
  }

  #citation(value: unknown): void {
    if (!isObject(value)) return;
    this.#emit({ type: 'text-citation', candidate: 0, citation: parseCitation(value) });
  }

  #input(open: OpenBlock, json: string): void {
    if (json === '') return;
    if (open.kind === 'server') open.pieces.push(json);
    if (open.kind !== 'tool') return;
    open.pieces = PIECES_CAME;
    this.#emit({ type: 'tool-call-delta', candidate: 0, json });
  }

  #endThinking({ block, signature }: OpenBlock): void {
    const data = asString(block['data']);
    const value = data ?? signature;
    const proof: Signature | undefined = value === '' ? undefined : { vendor: 'anthropic', value };
    this.#emit({
      type: 'reasoning-end',
      candidate: 0,
      ...(proof && { signature: proof }),
      ...(data !== undefined && { redactedData: data }),
    });
  }

  #endTool({ block, pieces }: OpenBlock): void {
    const input = asObject(block['input']);
    if (pieces.length === 0 && input && Object.keys(input).length > 0)
      this.#emit({ type: 'tool-call-delta', candidate: 0, json: JSON.stringify(input) });
    this.#emit({ type: 'tool-call-end', candidate: 0 });
  }

  #serverTool({ block, pieces }: OpenBlock): void {
    const input = pieces.length === 0 ? undefined : tryParseJsonExact(pieces.join(''));
    const whole: JsonObject = input === undefined ? block : { ...block, input };
    if (typeof (whole['id'] ?? whole['tool_use_id']) !== 'string' || !isSoundCall(whole)) return;
    for (const part of parseServerToolBlock(whole, '') ?? [])
      this.#emit({ type: 'server-tool', candidate: 0, part });
  }
}

/** Which blocks a delta can be of; other deltas say nothing that is known here. */
const kindsByDelta: ReadonlyMap<string, readonly OpenBlock['kind'][]> = new Map<
  string,
  readonly OpenBlock['kind'][]
>([
  ['text_delta', ['text']],
  ['citations_delta', ['text']],
  ['thinking_delta', ['thinking']],
  ['signature_delta', ['thinking']],
  ['input_json_delta', ['tool', 'server']],
]);

/** Shared: only its length is looked at. */
const PIECES_CAME = ['…'];

function isSoundCall(block: JsonObject): boolean {
  if (asString(block['type'])?.endsWith(RESULT_SUFFIX) === true) return true;
  return typeof block['name'] === 'string' && (block['input'] === undefined || isObject(block['input']));
}

function kindOf(block: JsonObject): OpenBlock['kind'] {
  const type = asString(block['type']) ?? '';
  switch (type) {
    case 'text':
      return 'text';
    case 'thinking':
    case 'redacted_thinking':
      return 'thinking';
    case 'tool_use':
      return 'tool';
    case 'server_tool_use':
    case 'mcp_tool_use':
      return 'server';
    default:
      return type.endsWith(RESULT_SUFFIX) ? 'server' : 'ignored';
  }
}
