// Leads the bytes of a provider through the reader that a live stream goes through, and does for the caller what the
// pipeline does around it: nothing before the first content, an error event when it breaks after that.

import { GatewayError } from '../../src/errors/gateway-error.ts';
import { createRelayReader, type AnsweringReader } from '../../src/pipeline/relay-reader.ts';
import { TranslatedReader } from '../../src/pipeline/translated-reader.ts';
import type { BrokenStream } from './break-stream.ts';
import { askingBody, canonRequest, clientFaces, providerFaces, relayFaces } from './faces.ts';
import type { CallerName, ProviderName } from './plan.ts';

export interface Delivered {
  /** Content reached the caller; before that it gets a whole error answer, or another provider's. */
  readonly committed: boolean;
  readonly failed: boolean;
  /** What was written to the caller. */
  readonly text: string;
  readonly relayed: boolean;
}

/** True when caller and provider speak the same dialect. */
export function isRelayed(provider: ProviderName, caller: CallerName): boolean {
  return provider === caller || (provider === 'gemini' && caller === 'gemini-array');
}

export function driveReader(
  provider: ProviderName,
  caller: CallerName,
  candidates: number,
  chunks: readonly Buffer[],
  ending: BrokenStream['ending'],
): Delivered {
  const relayed = isRelayed(provider, caller);
  const reader = relayed
    ? createRelay(provider, caller, candidates)
    : createTranslator(provider, caller, candidates);
  const face = clientFaces[caller];
  const written: string[] = [];
  let committed = false;

  function flush(): void {
    if (!committed) return;
    const bytes = reader.take();
    if (bytes !== undefined) written.push(typeof bytes === 'string' ? bytes : bytes.toString());
  }

  function settle(failed: boolean): Delivered {
    flush();
    if (failed && committed) {
      const error = new GatewayError('incomplete_answer', 'The answer broke off.');
      written.push(reader.renderError(error) ?? face.renderStreamError(error, 'req-1'));
    }
    return { committed, failed, text: written.join(''), relayed };
  }

  for (const chunk of chunks) {
    reader.push(chunk);
    if (reader.failure !== undefined) return settle(true);
    committed ||= reader.hasContent;
    flush();
  }
  if (ending !== 'eof' && !reader.finished) return settle(true);
  reader.end();
  const failed = reader.failure !== undefined;
  committed ||= !failed;
  return settle(failed);
}

function createRelay(provider: ProviderName, caller: CallerName, candidates: number): AnsweringReader {
  return createRelayReader(relayFaces[provider], {
    framing: caller === 'gemini-array' ? 'array' : 'sse',
    request: askingBody(caller, 'm', candidates),
    acceptUnusable: false,
  });
}

function createTranslator(provider: ProviderName, caller: CallerName, candidates: number): AnsweringReader {
  const request = canonRequest(caller, candidates);
  return new TranslatedReader({
    face: providerFaces[provider],
    request,
    renderer: clientFaces[caller].createStreamRenderer({ nowMs: 0, requestId: 'r1', request }),
    estimatedTokens: 9,
    acceptEmpty: false,
    onSignature: () => {},
  });
}
