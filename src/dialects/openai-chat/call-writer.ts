// The tool calls of one candidate on their way into canonical events, from deltas that say by index, by id, by both or
// by neither which call they belong to. One call at a time is open; pieces of others wait for their turn.

import type { Signature } from '../../canon/content.ts';
import type { StreamEvent } from '../../canon/stream-event.ts';
import { tryParseJson } from '../../lib/json.ts';
import { JsonObjectScan } from './json-object-scan.ts';
import { makeUpCallId } from './provider-call-id.ts';

/** One entry of `tool_calls`; empty ids and names count as missing. */
export interface CallDelta {
  readonly index: number | undefined;
  readonly id: string | undefined;
  readonly name: string | undefined;
  /** A piece of the arguments' JSON, or of the free text of a custom tool. */
  readonly text: string;
  readonly custom: boolean;
  readonly signature: Signature | undefined;
}

/**
 * What ids of calls are made of, and where they go; `toolName` gives the caller's name for a tool that had to be
 * renamed.
 */
export interface CallScene {
  readonly candidate: number;
  readonly messageCount: number;
  readonly emit: (event: StreamEvent) => void;
  readonly toolName: (wireName: string) => string;
}

class GatheredCall {
  readonly index: number | undefined;
  readonly custom: boolean;
  readonly #scan = new JsonObjectScan();
  id: string | undefined;
  name: string | undefined;
  signature: Signature | undefined;
  /** JSON that has not been written yet. */
  pending = '';
  /** All of it. */
  #json = '';
  /** Pieces came behind the end of the JSON, or behind the call's own: some came in the wrong order, or were lost. */
  garbled = false;
  hasText = false;
  started = false;

  constructor(delta: CallDelta) {
    this.index = delta.index;
    this.custom = delta.custom;
  }

  get complete(): boolean {
    return !this.custom && this.#scan.complete;
  }

  add(delta: CallDelta): void {
    this.id ??= delta.id;
    this.signature ??= delta.signature;
    this.#addName(delta.name);
    if (delta.text === '') return;
    if (this.complete) {
      // Some services repeat the whole arguments once they are through.
      this.garbled ||= delta.text.trim() !== '' && !isSameJson(delta.text, this.#json);
      return;
    }
    if (this.custom) this.pending += (this.hasText ? '' : '{"input":"') + escapeText(delta.text);
    else {
      this.#scan.push(delta.text);
      this.pending += delta.text;
      this.#json += delta.text;
    }
    this.hasText = true;
  }

  /** The name may come in pieces, or again and again. */
  #addName(name: string | undefined): void {
    if (name === undefined || name === this.name || this.started || this.hasText) {
      this.name ??= name;
    } else this.name = name.startsWith(this.name ?? '') ? name : `${this.name}${name}`;
  }

  /** What is written at the end. */
  closing(): string {
    if (!this.custom) return '';
    return this.hasText ? '"}' : '{"input":""}';
  }
}

/** Tells the tool calls of one candidate as events, whatever order their pieces come in. */
export class CallWriter {
  readonly #scene: CallScene;
  readonly #waiting: GatheredCall[] = [];
  readonly #ids = new Set<string>();
  #last: GatheredCall | undefined;
  /** Calls written so far. */
  count = 0;
  /** A call came that nobody can run: without a name, or ended before the last of its arguments. */
  sawUnusable = false;

  constructor(scene: CallScene) {
    this.#scene = scene;
  }

  /** True while a call is open or waits. */
  get busy(): boolean {
    return this.#waiting.length > 0;
  }

  /** True while a piece of a call is not told yet. */
  get holdsBack(): boolean {
    return this.#waiting.some((call) => !call.started || call.pending !== '');
  }

  /** True when calls came and each is whole. */
  get whole(): boolean {
    return this.count + this.#waiting.length > 0 && !this.sawUnusable && this.#waiting.every(isWhole);
  }

  /** Takes one delta; `whole`: it is a call of its own, as in answers that are not streamed. */
  push(delta: CallDelta, whole: boolean): void {
    let call = whole ? undefined : this.#find(delta);
    if (call === undefined) {
      call = new GatheredCall(delta);
      this.#waiting.push(call);
    }
    this.#last = call;
    if (delta.text !== '' && !call.complete && !this.#waiting.includes(call)) call.garbled = true;
    call.add(delta);
    this.sawUnusable ||= call.garbled;
    this.#advance();
  }

  /** Ends the calls that are whole; false when one is not, so that nothing else may be written yet. */
  settle(): boolean {
    while (this.#waiting[0]?.complete === true) this.#end(this.#waiting[0]);
    return !this.busy;
  }

  /** Nothing more comes: ends all calls. */
  flush(): void {
    for (let call = this.#waiting[0]; call !== undefined; call = this.#waiting[0]) this.#end(call);
  }

  #find(delta: CallDelta): GatheredCall | undefined {
    const call = this.#nearest(delta);
    if (call === undefined) return undefined;
    const newId = delta.id !== undefined && call.id !== undefined && delta.id !== call.id;
    const newName = delta.name !== undefined && call.name !== undefined && delta.name !== call.name;
    if (!call.complete) return newName && (newId || call.hasText) ? undefined : call;
    const named = delta.name !== undefined && delta.index === undefined && delta.id === undefined;
    return newId || newName || named ? undefined : call;
  }

  #nearest({ index, id }: CallDelta): GatheredCall | undefined {
    const last = this.#last;
    if (index !== undefined) {
      if (last?.index === index) return last;
      return this.#waiting.findLast((call) => call.index === index);
    }
    return (id === undefined ? undefined : this.#waiting.find((call) => call.id === id)) ?? last;
  }

  #advance(): void {
    let live = this.#waiting[0];
    while (live !== undefined && this.#waiting.length > 1 && live.complete) {
      this.#end(live);
      live = this.#waiting[0];
    }
    // Until its arguments come, more of the name may.
    if (live?.name !== undefined && live.hasText) this.#write(live, live.name);
  }

  #write(call: GatheredCall, name: string): void {
    const { candidate, emit } = this.#scene;
    if (!call.started) this.#start(call, name);
    if (call.pending === '') return;
    emit({ type: 'tool-call-delta', candidate, json: call.pending });
    call.pending = '';
  }

  #start(call: GatheredCall, name: string): void {
    const { candidate, messageCount, emit, toolName } = this.#scene;
    call.started = true;
    const position = this.count++;
    // The same id twice would give one call the other's result.
    const given = call.id !== undefined && !this.#ids.has(call.id) ? call.id : undefined;
    const id = given ?? makeUpCallId(name, { messageCount, candidate, position });
    this.#ids.add(id);
    emit({
      type: 'tool-call-start',
      candidate,
      id,
      idFromModel: given !== undefined,
      name: toolName(name),
      ...(call.signature && { signature: call.signature }),
    });
  }

  #end(call: GatheredCall): void {
    this.#waiting.splice(this.#waiting.indexOf(call), 1);
    if (call.name === undefined) {
      this.sawUnusable = true;
      return;
    }
    call.pending += call.closing();
    this.#write(call, call.name);
    this.#scene.emit({ type: 'tool-call-end', candidate: this.#scene.candidate });
  }
}

function isSameJson(one: string, other: string): boolean {
  const value = tryParseJson(one);
  return value !== undefined && JSON.stringify(value) === JSON.stringify(tryParseJson(other));
}

function isWhole(call: GatheredCall): boolean {
  return call.complete && call.name !== undefined;
}

/** The text inside a JSON string. Half a surrogate pair is escaped, and whole again beside its other half. */
function escapeText(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
