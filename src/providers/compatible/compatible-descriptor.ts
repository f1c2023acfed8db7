// What a service that speaks Chat Completions is, as data. One small file for each service.

import type { ChatQuirks } from '../../canon/chat-quirks.ts';
import type { Endpoints } from '../endpoint.ts';
import type { VerdictTable } from '../verdict.ts';

/** What `defineCompatible` makes a `Provider` of; each fact has a link to the service's page beside it. */
export interface CompatibleDescriptor {
  /** Name in configuration and headers. */
  readonly name: string;
  /** Origin and prefix without a closing slash; undefined where each user has their own. */
  readonly baseUrl?: string | undefined;
  /** How the credential is shown: `Authorization: Bearer`, or a header of its own. */
  readonly credential: 'bearer' | 'api-key';
  /** False for servers of one's own, which mostly want no credential. */
  readonly needsKey: boolean;
  readonly quirks: ChatQuirks;
  readonly verdicts: VerdictTable;
  /** Time zone whose midnight refills daily quotas. */
  readonly dayZone: string;
  /** Paths and queries below the base URL. */
  readonly paths: {
    readonly chat: (model: string) => string;
    /** OpenAI's Responses, where the service has them and the settings ask for them. */
    readonly responses: (model: string) => string;
    /** The list of models; undefined where there is none. */
    readonly models?: string | undefined;
    /** A call that validates a key without spending quota. */
    readonly probe: string;
    /** Undefined where the service embeds nothing. */
    readonly embeddings?: ((model: string) => string) | undefined;
  };
  /** OpenAI's smaller endpoints that it has in OpenAI's form. */
  readonly endpoints: Endpoints;
  /** Texts per embeddings call at most. */
  readonly maxEmbeddingInputs: number;
}
