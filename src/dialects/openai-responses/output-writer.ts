// Canonical events → output items, one open at a time, indexes rising; streamed and whole answers are both written here.
// No order of events makes it write an illegal one. Knows nothing of frames or of the response around the output.

import type { ServerToolPart, Signature } from '../../canon/content.ts';
import type { CanonRequest } from '../../canon/request.ts';
import type { StreamEvent } from '../../canon/stream-event.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { StreamPlace } from '../dialect.ts';
import { CallWriter } from './call-writer.ts';
import { MessageWriter, type ItemStatus, type Say } from './message-writer.ts';
import { renderImageItem, renderMediaText, renderServerItem } from './output-items.ts';
import { ReasoningWriter } from './reasoning-writer.ts';
import { markSignature, type SignaturePlace } from './signature-mark.ts';
import { toolKinds, type ToolKind } from './tool-kinds.ts';
import { itemId, type ItemPrefix } from './wire-ids.ts';

/** Events that belong to a candidate: all but those of the answer as a whole. */
export type ContentEvent = Extract<StreamEvent, { readonly candidate: number }>;

/** Writes the output items of one response, one open at a time. */
export class OutputWriter {
  /** The items that are done. */
  readonly output: JsonObject[] = [];
  readonly #say: Say;
  readonly #requestId: string;
  readonly #itemIds: readonly (string | undefined)[];
  readonly #kinds: ReadonlyMap<string, ToolKind>;
  #open: MessageWriter | ReasoningWriter | CallWriter | undefined;
  #textSaid = false;
  /** A call of the provider's own tool that waits for its result. */
  #server: ServerToolPart | undefined;
  /** Signature of the item just done: a call that repeats it needs no item for it. */
  #lastSignature: Signature | undefined;
  hasRefusal = false;

  /** `itemIds`: ids that the client has already, by their place. */
  constructor(say: Say, requestId: string, request: CanonRequest, itemIds: StreamPlace['itemIds'] = []) {
    this.#itemIds = itemIds;
    this.#say = say;
    this.#requestId = requestId;
    this.#kinds = toolKinds(request.tools);
  }

  write(event: ContentEvent): void {
    if (event.type === 'server-tool') {
      this.#serverTool(event.part);
      return;
    }
    this.#flushServer();
    switch (event.type) {
      case 'text-start':
        this.#textSaid = false;
        break;
      case 'text-delta':
        if (event.text === '' && event.logprobs === undefined) break;
        this.#textSaid = true;
        this.#message().text(event.text, event.logprobs);
        break;
      case 'text-citation':
        this.#message().citation(event.citation);
        break;
      case 'text-end':
        if (this.#open instanceof MessageWriter) this.#open.endPart();
        if (event.signature) this.#sign(event.signature, this.#textSaid ? 'text' : 'tail');
        break;
      case 'refusal-delta':
        if (event.text === '') break;
        this.hasRefusal = true;
        this.#message().refusal(event.text);
        break;
      case 'reasoning-start':
        this.#close('completed');
        break;
      case 'reasoning-delta':
        if (event.text !== '') this.#reasoning().text(event.text);
        break;
      case 'reasoning-end':
        this.#endReasoning(event);
        break;
      case 'tool-call-start':
        this.#openCall(event);
        break;
      case 'tool-call-delta':
        if (this.#open instanceof CallWriter) this.#open.json(event.json);
        break;
      case 'tool-call-end':
        this.#close('completed');
        break;
      case 'media':
        this.#media(event);
        break;
      case 'finish':
        this.#close(isCutOff(event) ? 'incomplete' : 'completed');
        break;
      default:
        event satisfies never;
    }
  }

  /** Closes what is open, for an answer that broke off. */
  breakOff(): void {
    this.#flushServer();
    this.#close('incomplete');
  }

  #id(prefix: ItemPrefix): string {
    const index = this.output.length;
    return this.#itemIds[index] ?? itemId(prefix, this.#requestId, index);
  }

  #close(status: ItemStatus): void {
    const open = this.#open;
    this.#open = undefined;
    if (open) this.#done(open.end(status));
  }

  #done(item: JsonObject): void {
    this.output.push(item);
    this.#lastSignature = undefined;
  }

  /** Texts in a row are parts of one message. */
  #message(): MessageWriter {
    if (this.#open instanceof MessageWriter) return this.#open;
    this.#close('completed');
    const open = new MessageWriter(this.#say, this.#id('msg'), this.output.length);
    this.#open = open;
    return open;
  }

  #reasoning(): ReasoningWriter {
    if (this.#open instanceof ReasoningWriter) return this.#open;
    this.#close('completed');
    const open = new ReasoningWriter(this.#say, this.#id('rs'), this.output.length);
    this.#open = open;
    return open;
  }

  #endReasoning({ signature, redactedData }: Extract<ContentEvent, { type: 'reasoning-end' }>): void {
    if (redactedData !== undefined) {
      const vendor = signature?.vendor ?? 'anthropic';
      this.#sign({ vendor, value: redactedData }, 'redacted');
      if (signature?.value === redactedData) return;
    }
    if (signature) this.#sign(signature, 'thought');
    else this.#close('completed');
  }

  /** The reasoning item that carries a signature: the open one for its own, else one of its own. */
  #sign(signature: Signature, place: SignaturePlace): void {
    const own = place === 'thought' || place === 'redacted';
    if (!own) this.#close('completed');
    const writer = this.#reasoning();
    this.#open = undefined;
    this.#done(writer.end('completed', markSignature({ signature, place })));
    this.#lastSignature = signature;
  }

  #openCall(event: Extract<ContentEvent, { type: 'tool-call-start' }>): void {
    this.#close('completed');
    const { signature, name, id } = event;
    if (signature && signature.value !== this.#lastSignature?.value) this.#sign(signature, 'call');
    const kind = this.#kinds.get(name);
    const itemId = this.#id(kind?.custom === true ? 'ctc' : 'fc');
    this.#open = new CallWriter(this.#say, { callId: id, name, kind }, itemId, this.output.length);
  }

  #media({ part }: Extract<ContentEvent, { type: 'media' }>): void {
    const item = renderImageItem(part, this.#id('ig'));
    if (item === undefined) {
      const message = this.#message();
      message.endPart();
      message.text(renderMediaText(part), undefined);
      message.endPart();
    } else {
      this.#whole(item, 'image_generation_call');
    }
    if (part.signature) this.#sign(part.signature, 'tail');
  }

  #serverTool(part: ServerToolPart): void {
    const call = this.#server;
    if (part.phase === 'result' && call !== undefined && call.id === part.id) {
      this.#server = undefined;
      this.#serverItem(call, part);
      return;
    }
    this.#flushServer();
    if (part.phase === 'call') this.#server = part;
  }

  #flushServer(): void {
    const call = this.#server;
    this.#server = undefined;
    if (call) this.#serverItem(call, undefined);
  }

  #serverItem(call: ServerToolPart, result: ServerToolPart | undefined): void {
    const prefix = call.name === 'web_search' ? 'ws' : call.name === 'code_execution' ? 'ci' : 'st';
    this.#close('completed');
    const item = renderServerItem(call, result, this.#id(prefix));
    if (item) this.#whole(item, typeof item['type'] === 'string' ? item['type'] : '');
  }

  #whole(item: JsonObject, type: string): void {
    this.#close('completed');
    const output_index = this.output.length;
    const place = { output_index, item_id: item['id'] };
    const begun = item['status'] === undefined ? item : { ...item, status: 'in_progress' };
    this.#say('response.output_item.added', { output_index, item: begun });
    if (stepped.has(type)) {
      this.#say(`response.${type}.in_progress`, place);
      this.#say(`response.${type}.completed`, place);
    }
    this.#say('response.output_item.done', { output_index, item });
    this.#done(item);
  }
}

/** Items whose progress has events of its own. */
const stepped: ReadonlySet<string> = new Set([
  'web_search_call',
  'code_interpreter_call',
  'file_search_call',
  'image_generation_call',
]);

function isCutOff({ finish }: Extract<ContentEvent, { type: 'finish' }>): boolean {
  return finish.kind === 'length' || finish.kind === 'content-filter' || finish.kind === 'failed';
}
