// One request at one of OpenAI's smaller endpoints (pictures, speech, …) as its door hands it in: enough to relay it to
// whoever has the endpoint, and to translate it into conversations for whoever can do the job.

import type { CanonAnswer } from '../canon/answer.ts';
import type { Loss } from '../canon/loss.ts';
import type { CanonRequest } from '../canon/request.ts';
import type { Usage } from '../canon/usage.ts';
import type { RelayFace, StreamRenderer } from '../dialects/dialect.ts';
import type { EndpointName } from '../providers/endpoint.ts';
import type { ProviderCall } from './call-whole.ts';
import type { ProviderRuntime } from './gateway.ts';

/** `estimatedTokens` are the prompt's, for limits on tokens a minute. */
export interface Task {
  readonly endpoint: EndpointName;
  /** What is to be done, in words that follow "cannot": `draw pictures`. */
  readonly deed: string;
  readonly model: string;
  /** Server-sent events are asked for. */
  readonly stream: boolean;
  readonly estimatedTokens: number;
  readonly relay: TaskRelay;
  /** Undefined: nobody but who has the endpoint can do it. */
  readonly translation: TaskTranslation | undefined;
}

/** For providers that have the endpoint: bytes in, bytes out. */
export interface TaskRelay {
  /** What comes back: JSON, events, or bytes that mean nothing here (sound, subtitles). */
  readonly form: 'json' | 'events' | 'bytes';
  /** Content types of a 2xx that is no answer, where `form` is `bytes`. */
  readonly foreignTypes: RegExp;
  readonly passedHeaders: readonly string[];
  /** The look at one answer. */
  createFace(): RelayFace;
  /** The same bytes, at most with the model's name of the route in them. */
  call(path: string, model: string): ProviderCall;
}

interface TaskTranslation {
  /** Whether the model is one that can do it. */
  suits(runtime: ProviderRuntime, model: string): boolean;
  /** Reads the request. Throws GatewayError for the caller's mistakes. */
  parse(loss: Loss): TaskQuestion;
}

/** What is asked of a provider, and how its answers become the caller's. */
export interface TaskQuestion {
  /** At least one. Each is asked by itself; their answers make one. */
  readonly requests: readonly CanonRequest[];
  /** All answers, in the order of the requests. Throws GatewayError where they are none. */
  render(answers: readonly CanonAnswer[], scene: TaskScene): RenderedTask;
  /** For a lone request that is streamed as it comes. Without it, events are told once the answer is whole. */
  createStreamRenderer?(scene: Omit<TaskScene, 'usage' | 'addLoss'>): StreamRenderer;
}

interface TaskScene {
  readonly nowMs: number;
  /** Unique, of letters and digits. */
  readonly id: string;
  /** Of all answers together. */
  readonly usage: Usage | undefined;
  /** For what only the answer shows to be lost. */
  addLoss(what: string): void;
}

interface RenderedTask {
  readonly contentType: string;
  readonly body: Buffer | string;
}
