// A provider's events as bytes: server-sent events in some manner of writing them, or the elements of one JSON array.

import type { Random } from '../../src/lib/random.ts';
import { pick } from './plan.ts';
import type { WireEvent } from './wire-event.ts';

export interface Framed {
  readonly bytes: Buffer;
  /** For each event, where its data begins, where it is whole, and where the reader has to have seen it. */
  readonly places: readonly { readonly start: number; readonly whole: number; readonly end: number }[];
}

const LINE_ENDS = ['\n', '\n', '\r\n', '\r'] as const;
const BOM = '\uFEFF';

export function frameEvents(events: readonly WireEvent[], random: Random): Framed {
  const mixed = random() < 0.15;
  const usual = pick(random, LINE_ENDS);
  const eol = (): string => (mixed ? pick(random, LINE_ENDS) : usual);
  const blank = (): string => {
    const first = eol();
    const second = eol();
    // CR and LF in a row are one line end, not two.
    return first === '\r' && second === '\n' ? '\r\r' : first + second;
  };
  const space = random() < 0.9 ? ' ' : '';
  const commented = random() < 0.1;
  const pieces: Buffer[] = [];
  let length = 0;
  const write = (text: string): number => {
    const piece = Buffer.from(text);
    pieces.push(piece);
    length += piece.length;
    return length;
  };
  if (random() < 0.05) write(BOM);
  const places = events.map((event) => {
    if (commented && random() < 0.3) write(`: keep-alive${blank()}`);
    if (event.comment !== undefined) write(event.comment);
    if (event.name !== undefined) write(`event:${space}${event.name}${eol()}`);
    const start = write(event.data === undefined ? '' : `data:${space}`);
    const whole = write(event.data ?? '');
    // A reader that sees a bare CR cannot know that the line is over until the next byte.
    return { start, whole, end: write(event.data === undefined ? '' : blank()) };
  });
  return { bytes: Buffer.concat(pieces), places };
}

/** Google's form without `alt=sse`. */
export function frameArray(events: readonly WireEvent[]): Framed {
  const pieces: Buffer[] = [];
  let length = 0;
  const write = (text: string): number => {
    const piece = Buffer.from(text);
    pieces.push(piece);
    length += piece.length;
    return length;
  };
  const places = events.map(({ data = '' }, at) => {
    const start = write(at === 0 ? '[' : ',\r\n');
    const whole = write(data);
    return { start, whole, end: whole };
  });
  write(events.length === 0 ? '[]' : '\n]');
  return { bytes: Buffer.concat(pieces), places };
}

/** Cuts bytes as a network does. */
export function splitBytes(bytes: Buffer, random: Random): Buffer[] {
  const manner = random();
  if (manner < 0.15) return [bytes];
  const largest = manner < 0.2 ? 1 : manner < 0.35 ? 8 : manner < 0.8 ? 200 : 3000;
  // A megabyte byte by byte shows nothing that a kilobyte does not.
  const least = Math.ceil(bytes.length / 2500);
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const size = Math.max(least, 1 + Math.floor(random() * largest));
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
}
