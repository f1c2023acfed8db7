// What a client was left with: the one outcome of a request, read as the door's own clients read it.

import type { Pool } from 'undici';
import type { Door } from '../matrix/door.ts';
import { wholeText, saying } from '../matrix/long-story.ts';
import { at, jsonOf, readFrames, textAt, type Frame } from '../matrix/wire.ts';

export type OutcomeKind =
  | 'whole'
  /** The model declined: an answer, not an error. */
  | 'blocked'
  /** An answer that ended well and without a word. */
  | 'nothing said'
  | 'error'
  /** The stream's own error event, after content. */
  | 'error event'
  /** It says that it is whole, and is not. */
  | 'false success'
  /** It ends in no way that the door's clients know, or in two. */
  | 'broken';

export interface SeenOutcome {
  readonly kind: OutcomeKind;
  readonly status: number;
  /** The door's own word for the error. */
  readonly type: string;
  /** Seconds. */
  readonly retryAfter: number | undefined;
  /** As it came, for the report of what is wrong. */
  readonly text: string;
}

/** Asks the long question at a door and reads what came of it. Never throws. */
export async function askForOutcome(
  http: Pool,
  door: Door,
  model: string,
  stream: boolean,
): Promise<SeenOutcome> {
  const { path, body } = door.say(saying, model, stream);
  try {
    const {
      statusCode,
      headers,
      body: answer,
    } = await http.request({
      method: 'POST',
      path,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return readOutcome(door, stream, { status: statusCode, headers, text: await answer.text() }, wholeText);
  } catch (error) {
    return { kind: 'broken', status: 0, type: '', retryAfter: undefined, text: String(error) };
  }
}

/** Reads an answer that has come to its end. `whole`: what it says when it is whole. */
export function readOutcome(
  door: Door,
  stream: boolean,
  { status, headers, text }: { status: number; headers: Readonly<Record<string, unknown>>; text: string },
  whole: string,
): SeenOutcome {
  const reading = status === 200 ? readAnswer(door, text, stream, whole) : readError(door, text, status);
  const retryAfter = headers['retry-after'];
  return { ...reading, status, retryAfter: retryAfter === undefined ? undefined : Number(retryAfter), text };
}

type Reading = Pick<SeenOutcome, 'kind' | 'type'>;

function readAnswer(door: Door, text: string, stream: boolean, wanted: string): Reading {
  const frames = stream ? readFrames(text) : [];
  const end = stream ? door.endOf(frames) : 'well';
  if (end === 'error') return { kind: 'error event', type: typeInStream(door, frames) };
  if (end === 'broken' || countEnds(text) > 1) return { kind: 'broken', type: '' };
  const heard = door.hear(stream ? door.fold(frames) : (JSON.parse(text) as unknown));
  if (heard.ended === 'blocked') return { kind: 'blocked', type: '' };
  if (heard.ended === 'stop' && heard.text === '') return { kind: 'nothing said', type: '' };
  const whole = heard.ended === 'stop' && (heard.text === wanted || isHuge(heard.text));
  return { kind: whole ? 'whole' : 'false success', type: '' };
}

/** The simulator's answer of four megabytes. */
function isHuge(text: string): boolean {
  return text.length === 4 * 1024 * 1024 && /^x+$/u.test(text);
}

/** Marks that end a stream, in any door's language. */
function countEnds(text: string): number {
  const marks = /^data: \[DONE\]$|^event: (?:message_stop|response\.(?:completed|incomplete|failed))$/gmu;
  return text.match(marks)?.length ?? 0;
}

function readError(door: Door, text: string, status: number): Reading {
  const body = JSON.parse(text) as unknown;
  return { kind: door.isError(body, status) ? 'error' : 'broken', type: typeOf(door, body) };
}

function typeInStream(door: Door, frames: readonly Frame[]): string {
  const bare = frames.filter((frame) => frame.bare).map(({ data }) => JSON.parse(data) as unknown);
  const bodies = [...jsonOf(frames), ...bare];
  const failed = bodies.find(
    (body) => at(body, 'error') !== undefined || ['error', 'response.failed'].includes(textAt(body, 'type')),
  );
  return typeOf(door, failed);
}

/** Responses says `code` where the others say `type`, and Google `status`. */
function typeOf(door: Door, body: unknown): string {
  if (door.dialect === 'gemini') return textAt(body, 'error', 'status');
  return textAt(body, 'error', 'type') || textAt(body, 'response', 'error', 'code') || textAt(body, 'code');
}
