// Leaves out targets that cannot see what the request shows, as long as another one can.

import type { ContentPart, MediaPart } from '../canon/content.ts';
import type { DialectName } from '../canon/dialect-name.ts';
import type { CanonRequest } from '../canon/request.ts';
import type { Target } from '../routing/target.ts';
import type { Gateway } from './gateway.ts';

/** The targets that take all of the request's media; all of them when none does: the loss is then named. */
export function capableTargets(
  gateway: Gateway,
  targets: readonly Target[],
  request: CanonRequest,
  door: DialectName,
): readonly Target[] {
  const kinds = new Set<MediaPart['kind']>();
  for (const message of request.messages) for (const part of message.parts) collectKinds(part, kinds);
  if (kinds.size === 0) return targets;
  const capable = targets.filter(({ provider, model }) => {
    const media = gateway.providers.get(provider)?.faceFor(model, door).media;
    return media === undefined || [...kinds].every((kind) => media.has(kind));
  });
  return capable.length === 0 ? targets : capable;
}

function collectKinds(part: ContentPart, kinds: Set<MediaPart['kind']>): void {
  if (part.type === 'media') kinds.add(part.kind);
  else if (part.type === 'tool-result') for (const inner of part.parts) collectKinds(inner, kinds);
}
