// One conversation request as its door hands it in: enough to relay it as it is, or to translate it.

import type { DialectName } from '../canon/dialect-name.ts';
import type { ClientFace, RelayFace, RenderAnswerContext } from '../dialects/dialect.ts';
import type { JsonObject } from '../lib/json.ts';
import type { ProviderCall } from './call-whole.ts';
import type { RequestHeaders } from './conversation-id.ts';
import type { StreamFraming } from './relay-reader.ts';
import type { Route } from './run-attempts.ts';

/** `bytes` and `json` are one body: what is relayed is made of the bytes, what is translated is read from the JSON. */
export interface Conversation {
  readonly dialect: DialectName;
  /** Undefined: this door is not translated. */
  readonly face: ClientFace | undefined;
  /** Undefined: this door is not relayed. */
  readonly relay: RelayFace | undefined;
  readonly model: string;
  readonly stream: boolean;
  /** As sent. */
  readonly bytes: Buffer;
  readonly json: JsonObject;
  /** The client's. */
  readonly headers: RequestHeaders;
  /** Those of them that turn on what a provider of this dialect keeps behind a switch. */
  readonly switches: Readonly<Record<string, string>>;
  readonly framing: StreamFraming;
  readonly streamContentType: string;
  /** The provider call where the provider speaks this dialect: the same bytes, at most another model's name in them. */
  relayCall(route: Route): ProviderCall;
  /** Where its answer is to be kept. */
  readonly keep?: RenderAnswerContext['keep'];
  /** Answer headers of the provider's that mean something to its clients. */
  readonly passedHeaders: readonly string[];
}
