// Finds, among a scenario's Gemini recordings, the one of the same turn as a request of another dialect.

import { compareAspects, aspectsOf } from './compare-meaning.ts';
import type { RecordedExchange } from './exchange.ts';
import type { Meaning } from './meaning.ts';
import { readGeminiMeaning } from './read-gemini-meaning.ts';

export interface Partner {
  readonly exchange: RecordedExchange;
  readonly meaning: Meaning;
  readonly model: string;
}

/** The partners by model: the nearest of those with the same shape (roles, kinds of parts, tools). None when no turn has it. */
export function choosePartners(said: Meaning, candidates: readonly RecordedExchange[]): readonly Partner[] {
  const wanted = aspectsOf(said);
  const alike = candidates
    .map((exchange) => ({
      exchange,
      meaning: readGeminiMeaning(exchange.request.body),
      model: modelOf(exchange),
    }))
    .filter(({ meaning }) => shapeOf(meaning) === shapeOf(said))
    .map((partner) => ({ partner, far: compareAspects(wanted, aspectsOf(partner.meaning)).length }))
    .sort((a, b) => a.far - b.far);
  return [...Map.groupBy(alike, ({ partner }) => partner.model).values()].flatMap(
    ([nearest]) => nearest?.partner ?? [],
  );
}

/** The model in a Gemini path. */
export function modelOf({ request }: RecordedExchange): string {
  return /\/models\/([^/:]+):/u.exec(request.path)?.[1] ?? '';
}

function shapeOf({ turns, tools, responseFormat }: Meaning): string {
  const shapes = turns.map(({ role, parts }) => {
    const kinds = new Set(parts.map(({ kind }) => kind));
    // One model says a word before its calls, another does not.
    if (kinds.has('call')) kinds.delete('text');
    return `${role}:${[...kinds].sort().join('+')}`;
  });
  return [...shapes, [...tools.keys()].sort().join(','), responseFormat.json].join(' | ');
}
