// Which of a provider's languages an attempt uses: the door's own where the provider has it, else its usual one.

import type { DialectName } from '../canon/dialect-name.ts';
import type { ProviderFace } from '../dialects/dialect.ts';
import type { ProviderRuntime } from './gateway.ts';

/** One language of a provider, and where it is spoken. */
export interface RuntimeFace {
  readonly dialect: DialectName;
  readonly face: ProviderFace;
  /** Path and query of a conversation call below the base URL. */
  chatPath(model: string, stream: boolean): string;
}

/** The language for a door. */
export function faceFor(runtime: ProviderRuntime, door: DialectName | 'plain'): RuntimeFace {
  const { provider, face, alternatives } = runtime;
  const own = alternatives?.find((alternative) => alternative.dialect === door);
  return own ?? { dialect: provider.dialect, face, chatPath: provider.chatPath };
}
