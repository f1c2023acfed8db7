// Hears a stream of generateContent, as events or as one array, as Google's clients do.

import { listAt, numberAt, objectAt, textAt, type Json } from '../matrix/wire.ts';
import { candidateAt, illegal, readHeardFrames, type Heard, type HeardCandidate } from './heard.ts';

const ENDS: Readonly<Record<string, HeardCandidate['ended']>> = {
  STOP: 'done',
  MAX_TOKENS: 'length',
  SAFETY: 'blocked',
};

/** `alt=sse`. */
export function hearGemini(text: string, relayed: boolean): Heard {
  const chunks = readHeardFrames(text).map(({ data, bare }) => {
    if (data !== undefined && bare !== '') throw illegal(`no event: ${bare}`);
    return { chunk: objectAt(JSON.parse(data ?? bare) as unknown), bare: data === undefined };
  });
  return hearChunks(chunks, relayed);
}

/** One JSON array. */
export function hearGeminiArray(text: string, relayed: boolean): Heard {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    return { ending: 'open', candidates: new Map() };
  }
  if (!Array.isArray(list)) throw illegal('no array');
  return hearChunks(
    list.map((item) => {
      const chunk = objectAt(item);
      return { chunk, bare: chunk['error'] !== undefined };
    }),
    relayed,
  );
}

function hearChunks(chunks: readonly { chunk: Json; bare: boolean }[], relayed: boolean): Heard {
  const candidates = new Map<number, HeardCandidate>();
  let failed = false;
  for (const { chunk, bare } of chunks) {
    if (failed) throw illegal('something after the error');
    if (chunk['error'] !== undefined) {
      if (!bare || numberAt(chunk, 'error', 'code') === 0 || textAt(chunk, 'error', 'status') === '')
        throw illegal('an error that no client of Google sees');
      failed = true;
      continue;
    }
    if (bare) throw illegal('bare JSON that is no error');
    for (const candidate of listAt(chunk, 'candidates'))
      hearCandidate(objectAt(candidate), candidates, relayed);
  }
  const finished = candidates.size > 0 && [...candidates.values()].every(({ ended }) => ended !== undefined);
  return { ending: failed ? 'error' : finished ? 'well' : 'open', candidates };
}

function hearCandidate(candidate: Json, all: Map<number, HeardCandidate>, relayed: boolean): void {
  const heard = candidateAt(all, numberAt(candidate, 'index'));
  if (!relayed && heard.ended !== undefined) throw illegal('a candidate goes on after its finish');
  for (const part of listAt(candidate, 'content', 'parts')) {
    const call = objectAt(part, 'functionCall');
    if (Object.keys(call).length > 0)
      heard.calls.push({ name: textAt(call, 'name'), json: JSON.stringify(call['args'] ?? {}) });
    else if (objectAt(part)['thought'] === true) heard.thoughts += textAt(part, 'text');
    else heard.text += textAt(part, 'text');
  }
  const reason = candidate['finishReason'];
  if (typeof reason !== 'string') return;
  const ended = ENDS[reason];
  if (ended === undefined) throw illegal(`finishReason ${reason}`);
  heard.ended = ended === 'done' && heard.calls.length > 0 ? 'tools' : ended;
}
