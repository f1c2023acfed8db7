// Events of a stream as they arrive: one in a piece, many, or one in many pieces.

import { createSseDecoder } from '../../src/lib/sse-decoder.ts';
import { geminiEvents } from '../conversation.ts';
import type { Cases } from '../measure-cases.ts';

const whole = Buffer.concat(geminiEvents);
const [event = whole] = geminiEvents;

function decode(bytes: Buffer, pieceBytes: number): () => unknown {
  let data: string | undefined;
  const decoder = createSseDecoder((frame) => {
    ({ data } = frame);
  });
  const pieces = Array.from({ length: Math.ceil(bytes.length / pieceBytes) }, (_, index) =>
    bytes.subarray(index * pieceBytes, (index + 1) * pieceBytes),
  );
  return () => {
    for (const piece of pieces) decoder.push(piece);
    return data;
  };
}

export const cases: Cases = {
  'an event of 340 bytes': decode(event, event.length),
  'an event of 340 bytes in three pieces': decode(event, Math.ceil(event.length / 3)),
  'an event of 340 bytes, byte by byte': decode(event, 1),
  '100 events in one piece': decode(whole, whole.length),
  '100 events in pieces of 1,400 bytes': decode(whole, 1400),
};
