// One language of a provider. Which of them an attempt speaks, the provider's runtime knows: some models have only one.

import type { MediaPart } from '../canon/content.ts';
import type { DialectName } from '../canon/dialect-name.ts';
import type { ProviderFace } from '../dialects/dialect.ts';

/** One language of a provider, and where it is spoken. */
export interface RuntimeFace {
  readonly dialect: DialectName;
  readonly face: ProviderFace;
  /** Kinds of media that it takes; undefined: all. */
  readonly media?: ReadonlySet<MediaPart['kind']> | undefined;
  /** Path and query of a conversation call below the base URL. */
  chatPath(model: string, stream: boolean): string;
}

/** The language for a model and a door. */
export type FaceChoice = (model: string, door: DialectName | 'plain') => RuntimeFace;
