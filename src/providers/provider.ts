// What one provider is, as data: where it lives, how a credential is shown, what its failures mean.

import type { DialectName } from '../canon/dialect-name.ts';
import type { LearnedLimit } from '../canon/learned-limit.ts';
import type { Secret } from '../lib/secret.ts';
import type { Endpoints } from './endpoint.ts';
import type { VerdictTable } from './verdict.ts';

/** Made once, at start; holds no key and no state. What it speaks, and to whom, is in `compose/provider-kinds.ts`. */
export interface Provider {
  /** Name in configuration and headers, e.g. `gemini`. */
  readonly name: string;
  readonly dialect: DialectName;
  /** Origin and prefix, without a closing slash. */
  readonly defaultBaseUrl: string;
  /** The one credential header (a second credential is answered 400 by Google). */
  authHeaders(key: Secret): Readonly<Record<string, string>>;
  readonly verdicts: VerdictTable;
  /** Which tokens its limits per minute count; default: all of prompt and answer. */
  readonly quotaTokens?: 'all' | 'input' | 'uncached-input' | undefined;
  /** The limits that the headers of a good answer name. */
  readLimits?(headers: Readonly<Record<string, string | string[] | undefined>>): readonly LearnedLimit[];
  /** Time zone whose midnight refills daily quotas. */
  readonly dayZone: string;
  /** Path of a call that validates a key without spending quota. */
  readonly probePath: string;
  /** Path and query of a conversation call below the base URL. */
  chatPath(model: string, stream: boolean): string;
  /** Those of OpenAI's smaller endpoints that it has too. */
  readonly endpoints?: Endpoints | undefined;
}
