// What Anthropic refuses in the messages: roles, empty texts, tool results without their tool use, edited thinking.
import { asArray, asObject, asString, type JsonObject } from '../../lib/json.ts';
import type { JsonReply } from '../reply.ts';
import { anthropicError } from './errors.ts';
import { isSignatureOf } from './signatures.ts';

/** The first 400 that the messages deserve. */
export function checkTurns(messages: readonly unknown[]): JsonReply | undefined {
  if (messages.length === 0) return anthropicError(400, 'messages: at least one message is required');
  let open: readonly string[] = [];
  for (const [index, message] of messages.entries()) {
    const given = asObject(message) ?? {};
    if (given['role'] !== 'user' && given['role'] !== 'assistant') {
      return anthropicError(400, `messages.${index}.role: Input should be 'user' or 'assistant'`);
    }
    if (index === 0 && given['role'] !== 'user')
      return anthropicError(400, 'messages: first message must use the "user" role');
    const wrong =
      checkContent(given, index, index === messages.length - 1) ?? checkResults(given, index, open);
    if (wrong) return wrong;
    open = blocksOf(given, 'tool_use').map((block) => asString(block['id']) ?? '');
  }
  return open.length > 0 ? unanswered(messages.length - 1, open) : undefined;
}

function blocksOf(message: JsonObject, type: string): JsonObject[] {
  return asArray(message['content']).flatMap((block) => {
    const given = asObject(block);
    return given?.['type'] === type ? [given] : [];
  });
}

function checkContent(message: JsonObject, index: number, isLast: boolean): JsonReply | undefined {
  const content = message['content'];
  const isPrefill = isLast && message['role'] === 'assistant';
  if (content === '' && !isPrefill) {
    return anthropicError(400, `messages.${index}: user messages must have non-empty content`);
  }
  if (typeof content === 'string') return undefined;
  if (!Array.isArray(content))
    return anthropicError(400, `messages.${index}.content: Input should be a valid list`);
  if (content.length === 0 && !isPrefill)
    return anthropicError(400, `messages.${index}: all messages must have non-empty content`);
  if (blocksOf(message, 'text').some((block) => block['text'] === '')) {
    return anthropicError(400, 'messages: text content blocks must be non-empty');
  }
  for (const [at, block] of content.entries()) {
    const given = asObject(block);
    if (given?.['type'] !== 'thinking' || isSignatureOf(given['signature'], given['thinking'])) continue;
    return anthropicError(
      400,
      `messages.${index}.content.${at}: Invalid \`signature\` in \`thinking\` block`,
    );
  }
  return undefined;
}

function checkResults(message: JsonObject, index: number, open: readonly string[]): JsonReply | undefined {
  const results = blocksOf(message, 'tool_result').map((block) => asString(block['tool_use_id']) ?? '');
  const stray = results.find((id) => !open.includes(id));
  if (stray !== undefined) {
    return anthropicError(
      400,
      `messages.${index}.content.0: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${stray}. Each \`tool_result\` block ` +
        'must have a corresponding `tool_use` block in the previous message.',
    );
  }
  const missing = open.filter((id) => !results.includes(id));
  return missing.length > 0 ? unanswered(index, missing) : undefined;
}

function unanswered(index: number, ids: readonly string[]): JsonReply {
  return anthropicError(
    400,
    `messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${ids.join(', ')}. Each ` +
      '`tool_use` block must have a corresponding `tool_result` block in the next message.',
  );
}
