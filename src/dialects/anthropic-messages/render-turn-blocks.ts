// Canonical parts of one turn → the blocks that Anthropic is sent. Pairing of calls and results is done elsewhere.
// https://platform.claude.com/docs/en/api/messages

import type {
  ContentPart,
  ReasoningPart,
  ServerToolPart,
  TextPart,
  ToolCallPart,
  ToolResultPart,
} from '../../canon/content.ts';
import type { Loss } from '../../canon/loss.ts';
import { isObject, tryParseJsonExact, type JsonObject } from '../../lib/json.ts';
import { renderCacheControl } from './render-cache-control.ts';
import { renderMediaBlock } from './render-media-block.ts';
import { anthropicToolName } from './tool-names.ts';

/** A text block; undefined for one of white space alone, which Anthropic refuses. */
export function renderTextBlock(part: TextPart): JsonObject | undefined {
  const own = part.extras?.['anthropic-messages'];
  if (own?.['type'] === 'search_result') return own;
  if (part.text.trim() === '') return undefined;
  const citations = (part.citations ?? []).flatMap(({ raw }) => (isOwnCitation(raw) ? [raw] : []));
  return {
    type: 'text',
    text: part.text,
    ...(citations.length > 0 && { citations }),
    ...renderCacheControl(part.cacheHint),
  };
}

/** Only what Anthropic itself once said may be said back: a citation without its index is a 400. */
function isOwnCitation(raw: unknown): raw is JsonObject {
  return (
    isObject(raw) &&
    typeof raw['type'] === 'string' &&
    raw['type'].endsWith('_location') &&
    raw['encrypted_index'] !== ''
  );
}

/** Thinking goes back only with Anthropic's own signature; any other is a 400, and without one it is no proof. */
export function renderThinkingBlock({
  text,
  signature,
  redactedData,
}: ReasoningPart): JsonObject | undefined {
  if (signature?.vendor !== 'anthropic') return undefined;
  if (redactedData !== undefined) return { type: 'redacted_thinking', data: redactedData };
  return { type: 'thinking', thinking: text, signature: signature.value };
}

/** A `tool_use` block under the id that its place in the conversation was given. */
export function renderToolUse(call: ToolCallPart, id: string, loss: Loss): JsonObject {
  const input = call.argumentsJson.trim() === '' ? {} : tryParseJsonExact(call.argumentsJson);
  if (!isObject(input)) loss.add(`arguments of ${call.name}`);
  return {
    type: 'tool_use',
    id,
    name: anthropicToolName(call.name),
    input: isObject(input) ? input : {},
    ...renderCacheControl(call.cacheHint),
  };
}

/** A `tool_result` block; `undefined` stands for a result that never came. */
export function renderToolResult(id: string, result: ToolResultPart | undefined, loss: Loss): JsonObject {
  if (result === undefined) {
    loss.add('tool call without its result');
    return {
      type: 'tool_result',
      tool_use_id: id,
      content: 'No result was given for this call.',
      is_error: true,
    };
  }
  const content = resultBlocks(result, loss);
  return {
    type: 'tool_result',
    tool_use_id: id,
    ...(content.length > 0 && { content }),
    ...(result.isError && { is_error: true }),
    ...renderCacheControl(result.cacheHint),
  };
}

function resultBlocks(result: ToolResultPart, loss: Loss): JsonObject[] {
  return result.parts.flatMap((part) => {
    const block = part.type === 'text' ? renderTextBlock(part) : renderMediaBlock(part, loss);
    return block === undefined ? [] : [block];
  });
}

/** A result whose call the conversation no longer holds: as a tool result it would be refused. */
export function renderStrayResult(result: ToolResultPart, loss: Loss): JsonObject[] {
  loss.add('tool result without its call');
  const heading = `Result of ${result.name ?? 'an earlier tool call'}:`;
  return [{ type: 'text', text: heading }, ...resultBlocks(result, loss)];
}

/** Anthropic's own block goes back as it came; a search or an execution that ran elsewhere is lost. */
export function renderServerToolBlock(part: ServerToolPart, loss: Loss): JsonObject | undefined {
  const own = part.extras?.['anthropic-messages'];
  if (typeof own?.['type'] === 'string') return own;
  loss.add(`${part.name} ${part.phase}`);
  return undefined;
}

/** What a part of the user's side becomes, results of tools left out. */
export function renderUserBlock(part: ContentPart, loss: Loss): JsonObject | undefined {
  switch (part.type) {
    case 'text':
      return renderTextBlock(part);
    case 'refusal':
      return renderTextBlock({ type: 'text', text: part.text });
    case 'media':
      return renderMediaBlock(part, loss);
    default:
      return undefined;
  }
}
