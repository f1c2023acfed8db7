// Whether what left for a provider says what it should: what its client said, or what a native client of that provider
// said in the same scenario.

import { isDeepStrictEqual } from 'node:util';
import { aspectsOf, compareAspects, describeDifference } from './compare-meaning.ts';
import { explainPartner } from './explain-partner.ts';
import { sumUp, type Explanation } from './explanation.ts';
import type { Meaning } from './meaning.ts';
import { explainKept } from './named-differences.ts';
import type { OutcomeState } from './outcome.ts';
import type { ProtocolName } from './protocols.ts';
import { explainLimit, LOST_MEDIA, withoutLostMedia, withoutStandIns } from './target-limits.ts';
import { takeOffFrame } from './turn-frame.ts';

export interface LeftRequest {
  /** What the client said. */
  readonly said: Meaning;
  /** What a native client said; undefined where there is none to compare with. */
  readonly partner?: Meaning | undefined;
  /** What left. */
  readonly left: Meaning;
  /** The loss header. */
  readonly loss: string;
  readonly target: ProtocolName;
  /** The client's family. */
  readonly family: string;
}

/** Judges one request. */
export function judgeRequest(request: LeftRequest): {
  readonly state: OutcomeState;
  readonly reason: string;
} {
  const { said, partner, loss, target, family } = request;
  const lost = loss.split(', ');
  const kept = withoutLostMedia(said, lost);
  const { meaning, reasons: framed } = takeOffFrame(kept, withoutStandIns(request.left));
  const own = aspectsOf(kept);
  const wanted = partner === undefined ? own : aspectsOf(partner);
  const explanations: Explanation[] = [...framed];
  if (!isDeepStrictEqual(kept.turns, said.turns)) explanations.push(LOST_MEDIA);
  for (const difference of compareAspects(wanted, aspectsOf(meaning))) {
    const mine = { ...difference, expected: own.get(difference.aspect) };
    const explanation =
      (partner && explainPartner(difference, own, family)) ??
      explainKept(mine, loss) ??
      explainLimit(mine, lost, target);
    if (explanation === undefined)
      return { state: 'failed', reason: `${describeDifference(difference)} (loss: ${loss})` };
    explanations.push(explanation);
  }
  return sumUp(explanations);
}
