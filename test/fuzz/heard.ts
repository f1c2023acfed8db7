// What a caller has heard of a stream, and how its frames are taken apart: by the letter of the specification, sharing
// nothing with the gateway.

import type { ToldCall } from './wire-event.ts';

export interface HeardCandidate {
  text: string;
  thoughts: string;
  calls: ToldCall[];
  /** Undefined while nothing said why it ended. */
  ended: 'done' | 'tools' | 'length' | 'blocked' | undefined;
}

export interface Heard {
  /** `open`: neither an end nor an error came. */
  readonly ending: 'well' | 'error' | 'open';
  readonly candidates: ReadonlyMap<number, HeardCandidate>;
}

export type HearStream = (text: string, relayed: boolean) => Heard;

export interface HeardFrame {
  readonly name: string | undefined;
  readonly data: string | undefined;
  /** Lines that are no field. */
  readonly bare: string;
}

/** A stream that breaks its dialect's grammar. */
export class IllegalStream extends Error {}

export function illegal(what: string): IllegalStream {
  return new IllegalStream(what);
}

export function emptyCandidate(): HeardCandidate {
  return { text: '', thoughts: '', calls: [], ended: undefined };
}

/** The candidate of an index, made at its first mention. */
export function candidateAt(all: Map<number, HeardCandidate>, index: number): HeardCandidate {
  const known = all.get(index) ?? emptyCandidate();
  all.set(index, known);
  return known;
}

/** Blocks between blank lines; comments are left out, and so is what an unfinished last block holds. */
export function readHeardFrames(text: string): HeardFrame[] {
  const frames: HeardFrame[] = [];
  for (const block of text
    .replace(/^\uFEFF/u, '')
    .replaceAll(/\r\n|\r/gu, '\n')
    .split('\n\n')) {
    let name: string | undefined;
    const data: string[] = [];
    const bare: string[] = [];
    for (const line of block.split('\n')) {
      if (line === '' || line.startsWith(':')) continue;
      if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /u, ''));
      else if (line.startsWith('event:')) name = line.slice(6).trim();
      else bare.push(line);
    }
    if (data.length > 0 || bare.length > 0)
      frames.push({ name, data: data.length > 0 ? data.join('\n') : undefined, bare: bare.join('\n') });
  }
  return frames;
}
