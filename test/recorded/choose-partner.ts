// Finds, among a scenario's recordings in another protocol, the one of the same turn as a request.

import { asString } from '../../src/lib/json.ts';
import { compareAspects, aspectsOf } from './compare-meaning.ts';
import type { RecordedExchange } from './exchange.ts';
import type { Meaning } from './meaning.ts';
import { wholeRequest } from './whole-request.ts';

export interface Partner {
  readonly exchange: RecordedExchange;
  readonly meaning: Meaning;
  readonly model: string;
}

/** The partners by model: the nearest of those with the same shape (roles, kinds of parts, tools). None when no turn has it. */
export function choosePartners(
  said: Meaning,
  candidates: readonly RecordedExchange[],
  protocol: { readMeaning(request: RecordedExchange['request']['body']): Meaning },
): readonly Partner[] {
  const wanted = aspectsOf(said);
  const alike = candidates
    .flatMap((exchange) => {
      const body = wholeRequest(exchange);
      if (body === undefined) return [];
      return [{ exchange, meaning: protocol.readMeaning(body), model: asString(body['model']) ?? '' }];
    })
    .filter(({ meaning }) => shapeOf(meaning) === shapeOf(said))
    .map((partner) => ({ partner, far: compareAspects(wanted, aspectsOf(partner.meaning)).length }))
    .sort((a, b) => a.far - b.far);
  return [...Map.groupBy(alike, ({ partner }) => partner.model).values()].flatMap(
    ([nearest]) => nearest?.partner ?? [],
  );
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
