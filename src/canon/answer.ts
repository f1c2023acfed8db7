// A whole answer. Also what a stream folds to.

import type { JsonValue } from '../lib/json.ts';
import type { ContentPart, Extras } from './content.ts';
import type { Finish } from './finish.ts';
import type { Usage } from './usage.ts';

/** One of the answers to one question; most requests ask for one. Its `index` is what stream events name it by. */
export interface Candidate {
  readonly index: number;
  readonly parts: readonly ContentPart[];
  readonly finish: Finish;
  /** OpenAI-shaped `logprobs.content` entries. */
  readonly logprobs?: JsonValue | undefined;
  readonly extras?: Extras | undefined;
}

/** Given by `ProviderFace.parseAnswer`, taken by `ClientFace.renderAnswer`. */
export interface CanonAnswer {
  /** The provider's id of the answer, where it gave one. */
  readonly id?: string | undefined;
  /** The model that really answered, in the provider's spelling. */
  readonly model: string;
  /** At least one; a prompt refused as a whole is one candidate with a `content-filter` finish and no parts. */
  readonly candidates: readonly Candidate[];
  readonly usage?: Usage | undefined;
  readonly extras?: Extras | undefined;
}
