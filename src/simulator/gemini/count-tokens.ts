// countTokens. It spends no quota of generation. https://ai.google.dev/api/tokens
import type { JsonReply } from '../reply.ts';
import { checkParts } from './check-contents.ts';
import { checkMessage } from './check-message.ts';
import { badRequest, invalidArgument } from './errors.ts';
import { segmentGeminiPrompt } from './read-prompt.ts';
import { wireField, wireList } from './wire-field.ts';

/** Answers `:countTokens`. */
export function countPromptTokens(body: unknown): JsonReply {
  const violations = checkMessage(body, 'CountTokensRequest');
  if (violations.length > 0) return badRequest(violations);
  const inner = wireField(body, 'generateContentRequest');
  const contents = wireList(body, 'contents');
  if (inner !== undefined && contents.length > 0) {
    return invalidArgument('Only one of contents and generate_content_request may be set.');
  }
  const counted = inner ?? body;
  for (const [index, content] of wireList(counted, 'contents').entries()) {
    const refused = checkParts(content, `CountTokensRequest.contents[${index}]`);
    if (refused) return refused;
  }
  let totalTokens = 0;
  for (const segment of segmentGeminiPrompt(counted)) totalTokens += segment.tokens;
  const promptTokensDetails = [{ modality: 'TEXT', tokenCount: totalTokens }];
  return { kind: 'json', status: 200, pretty: true, body: { totalTokens, promptTokensDetails } };
}
