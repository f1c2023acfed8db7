// Where a hundred events of a stream end, in one piece and in small ones; by lines that end in CRLF and in LF.

import { FrameEndFinder } from '../../src/lib/frame-end-finder.ts';
import { geminiEvents } from '../conversation.ts';
import type { Cases } from '../measure-cases.ts';

const whole = Buffer.concat(geminiEvents);
const withLf = Buffer.from(whole.toString().replaceAll('\r\n', '\n'));

function find(bytes: Buffer, pieceBytes: number): () => unknown {
  return () => {
    const finder = new FrameEndFinder();
    let ends = 0;
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      finder.start(bytes.subarray(at, at + pieceBytes));
      while (finder.next() !== -1) ends++;
    }
    return ends === geminiEvents.length ? ends : undefined;
  };
}

export const cases: Cases = {
  '100 events in one piece, CRLF': find(whole, whole.length),
  '100 events in one piece, LF': find(withLf, withLf.length),
  '100 events in pieces of 1,400 bytes': find(whole, 1400),
  '100 events in pieces of 16 bytes': find(whole, 16),
};
