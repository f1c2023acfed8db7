// A conversation that moved to another model or project may carry signatures that its new provider refuses. Sent once
// more without them, it goes on: the renderer puts the vendor's documented stand-in where one is required.

import type { ContentPart } from '../canon/content.ts';
import type { CanonRequest } from '../canon/request.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import { asObject, tryParseJson } from '../lib/json.ts';
import type { Question } from './ask.ts';

/** Runs the question; after a refusal of its signatures, and before anything was sent to the client, once more without. */
export async function withSignatureRepair<T>(
  question: Question,
  run: (question: Question) => Promise<T>,
): Promise<T> {
  try {
    return await run(question);
  } catch (error) {
    if (!isSignatureRefusal(error) || question.context.sink.headSent) throw error;
    return run({ ...question, request: withoutSignatures(question.request), recallsSignatures: false });
  }
}

/** OpenAI has a code for this. Neither Google nor Anthropic has: the words of their own error messages are all there is. */
function isSignatureRefusal(error: unknown): boolean {
  if (!(error instanceof GatewayError) || error.options.providerStatus !== 400) return false;
  const body = asObject(tryParseJson(error.options.providerBody ?? ''));
  return (
    asObject(body?.['error'])?.['code'] === 'invalid_encrypted_content' ||
    /\b(?:invalid|corrupted|missing a) (?:thought[ _]signature|`signature` in)/iu.test(error.message)
  );
}

function withoutSignatures(request: CanonRequest): CanonRequest {
  const messages = request.messages.map((message) => ({
    ...message,
    parts: message.parts.map(withoutSignature),
  }));
  return { ...request, messages };
}

function withoutSignature(part: ContentPart): ContentPart {
  return part.signature === undefined ? part : { ...part, signature: undefined };
}
