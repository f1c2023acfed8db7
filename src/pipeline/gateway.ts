// What the pipeline is handed by the composition root: the rooms it leads a request through.

import type { GuardedMedia } from './resolve-media.ts';
import type { HedgePolicy } from './hedge-policy.ts';
import type { FaceChoice } from './runtime-face.ts';
import type { SignatureMemory } from './signature-memory.ts';
import type { EmbeddingRequest } from '../canon/embedding.ts';
import type { CanonRequest } from '../canon/request.ts';
import type { Usage } from '../canon/usage.ts';
import type { RenderRequestContext } from '../dialects/dialect.ts';
import type { JsonObject, JsonValue } from '../lib/json.ts';
import type { Clock } from '../lib/clock.ts';
import type { Random } from '../lib/random.ts';
import type { KeyPool } from '../pool/pool.ts';
import type { Provider } from '../providers/provider.ts';
import type { RoutePlan } from '../routing/target.ts';
import type { Clocks, Upstream } from '../upstream/upstream.ts';

/** How a provider counts tokens without generating. */
export interface TokenCounter {
  path(model: string): string;
  render(request: CanonRequest, context: RenderRequestContext): JsonObject;
  /** Undefined when the body holds no count. */
  parse(body: JsonValue): number | undefined;
}

/** How a provider embeds texts. */
export interface Embedder {
  /** It takes OpenAI's own bodies as they come, lists of tokens among them. */
  readonly relays?: boolean | undefined;
  /** Texts per call at most. */
  readonly maxInputs: number;
  path(model: string): string;
  render(request: EmbeddingRequest): JsonObject;
  /** One vector for each input; throws GatewayError `incomplete_answer` when the body holds none. */
  parse(body: JsonValue, request: EmbeddingRequest): readonly (readonly number[])[];
}

/** What a provider's models can do beside conversing, by their names. Undefined: none of them. */
export interface Abilities {
  readonly draws?: RegExp | undefined;
  readonly speaks?: RegExp | undefined;
  /** Writes down what is said in a recording. */
  readonly hears?: RegExp | undefined;
  /** Writes it down in English. */
  readonly interprets?: RegExp | undefined;
}

/** One configured provider, alive. */
export interface ProviderRuntime {
  readonly tokenCounter?: TokenCounter | undefined;
  readonly embedder?: Embedder | undefined;
  readonly abilities?: Abilities | undefined;
  readonly provider: Provider;
  /** The language in which a door's conversations with a model are held. */
  readonly faceFor: FaceChoice;
  readonly pool: KeyPool;
  readonly upstream: Upstream;
  /** Scheme and authority. */
  readonly origin: string;
  /** Path before the API's own, e.g. `` or `/proxy`; no closing slash. */
  readonly prefix: string;
  /** The clocks of streams, by model. What is not streamed has the request's deadline alone. */
  clocksOf(model: string): Clocks;
  /** Conversations keep the key that holds their prompt cache. */
  readonly affinity: boolean;
  /** The pool's own time: latencies told to it are measured with it. */
  readonly clock: Clock;
}

interface RetryPolicy {
  readonly maxAttempts: number;
  readonly sameKeyRetries: number;
  readonly preferWaitMs: number;
  readonly waitForKeyMs: number;
  readonly deadlineMs: number;
  /** What an answer means that was withheld for its content: it is the answer, or another target is asked. */
  readonly onContentPolicy: 'answer' | 'next_target';
}

/** One for the whole process; nothing in it belongs to a single request. */
export interface Gateway {
  readonly clock: Clock;
  readonly random: Random;
  readonly providers: ReadonlyMap<string, ProviderRuntime>;
  readonly retry: RetryPolicy;
  /** Streams never switch keys. */
  readonly failFastStreams: boolean;
  /** A stream that breaks after its first content is continued. */
  readonly resumeStreams: boolean;
  /** Undefined where no second attempt is made beside a late one. */
  readonly hedging: HedgePolicy | undefined;
  readonly maxAnswerBytes: number;
  /** What cannot be carried over is an error, not a note. */
  readonly strict: boolean;
  /** Takes secrets out of provider text. */
  redact(text: string): string;
  /** Throws GatewayError `model_not_found` with near names. */
  resolve(model: string): RoutePlan | Promise<RoutePlan>;
  /** Known model names that look like this one, nearest first. */
  nearNames(model: string): readonly string[];
  /** The models that a provider is known to list. */
  listedModels(provider: string): Iterable<string>;
  /** What the model is known to be able to write at most. */
  outputTokenLimit(target: { readonly provider: string; readonly model: string }): number | undefined;
  /** Whether the model's list entry names the method; undefined where the list does not tell. */
  canDo(target: { readonly provider: string; readonly model: string }, method: string): boolean | undefined;
  /** Prompt tokens that the model is known to take at most. */
  inputTokenLimit(target: { readonly provider: string; readonly model: string }): number | undefined;
  readonly signatures: SignatureMemory;
  readonly fetchMedia: GuardedMedia;
  /** Called for each upstream attempt. */
  noteAttempt(provider: string, outcome: string): void;
  noteVerdict(provider: string, row: string): void;
  /** Called for each attempt beside a late one: `won` or `lost`. */
  noteHedge(provider: string, outcome: string): void;
  /** Called with what an attempt has used whose answer nobody sees: it is no part of any request's own usage. */
  noteLostTokens(provider: string, model: string, usage: Usage): void;
  /** Called for each attempt to go on with a broken stream: `prefill`, `restart`, or `diverged`. */
  noteResume(provider: string, way: string): void;
  readonly simulated: boolean;
}
