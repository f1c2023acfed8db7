// A hundred chunks of Google's streams without `alt=sse`, which are one array.

import { createJsonArrayDecoder } from '../../src/lib/json-array-decoder.ts';
import { geminiEvents } from '../conversation.ts';
import type { Cases } from '../measure-cases.ts';

const chunks = geminiEvents.map((event) => event.toString().slice('data: '.length).trim());
const whole = Buffer.from(`[${chunks.join(',\r\n')}]`);

function decode(pieceBytes: number): () => unknown {
  return () => {
    let elements = 0;
    const decoder = createJsonArrayDecoder(() => void elements++);
    for (let at = 0; at < whole.length; at += pieceBytes) decoder.push(whole.subarray(at, at + pieceBytes));
    return decoder.end().complete && elements === chunks.length ? elements : undefined;
  };
}

export const cases: Cases = {
  '100 elements in one piece': decode(whole.length),
  '100 elements in pieces of 1,400 bytes': decode(1400),
  '100 elements in pieces of 16 bytes': decode(16),
};
