// Canonical parts of a whole answer → content blocks. The stream renderer says the same in events.

import type { ContentPart, ReasoningPart, Signature, TextPart, ToolCallPart } from '../../canon/content.ts';
import { isObject, tryParseJsonExact, type JsonObject } from '../../lib/json.ts';
import { renderCitation } from './render-citation.ts';
import { renderMediaText } from './render-media.ts';
import { renderServerTool } from './render-server-tool.ts';
import { markSignature } from './signature-mark.ts';
import { renderToolCallId } from './tool-call-id.ts';

/** How the caller takes thinking, by what it asked for. */
export interface ThinkingManner {
  /** Leaves out the text of reasoning but keeps its signatures. */
  readonly hidden: boolean;
  /** The caller takes thinking blocks wherever they come. */
  readonly expected: boolean;
}

/**
 * The `content` of a message. A text has no signature field either: its signature goes into a thinking block before
 * whatever follows. After the last text it is left out, since Claude Code takes the last block for the answer; Google
 * wants it back, but can do without it.
 */
export function renderBlocks(parts: readonly ContentPart[], thinking: ThinkingManner): JsonObject[] {
  const blocks: JsonObject[] = [];
  let owed: JsonObject[] = [];
  for (const part of parts) {
    const own: JsonObject[] = owed.length > 0 ? [] : blocks;
    pushBlocks(own, part, thinking);
    if (own !== blocks && own.length > 0) {
      blocks.push(...owed, ...own);
      owed = [];
    }
    if (part.type === 'text' && part.signature !== undefined && thinking.expected)
      owed.push(thinkingBlock('', part.signature));
  }
  return blocks;
}

function pushBlocks(blocks: JsonObject[], part: ContentPart, thinking: ThinkingManner): void {
  switch (part.type) {
    case 'text':
      return pushText(blocks, part);
    case 'reasoning':
      return pushReasoning(blocks, thinking.hidden ? { ...part, text: '' } : part);
    case 'tool-call':
      return pushToolCall(blocks, part);
    case 'server-tool': {
      const block = renderServerTool(part);
      if (block !== undefined) blocks.push(block);
      return;
    }
    case 'refusal':
      return pushText(blocks, { type: 'text', text: part.text });
    case 'media':
      return pushText(blocks, { type: 'text', text: renderMediaText(part) });
    case 'tool-result':
      return;
    default:
      part satisfies never;
  }
}

/** Empty text blocks are left out: Anthropic refuses them when the client sends its history back. */
function pushText(blocks: JsonObject[], part: TextPart): void {
  const citations = (part.citations ?? []).map(renderCitation).filter((citation) => citation !== undefined);
  if (part.text === '' && citations.length === 0) return;
  blocks.push({ type: 'text', text: part.text, citations: citations.length === 0 ? null : citations });
}

function pushReasoning(blocks: JsonObject[], { text, signature, redactedData }: ReasoningPart): void {
  const separate = redactedData === undefined || signature?.value !== redactedData ? signature : undefined;
  if (text !== '' || separate !== undefined) blocks.push(thinkingBlock(text, separate));
  if (redactedData === undefined) return;
  blocks.push({ type: 'redacted_thinking', data: redactedWireData(redactedData, signature) });
}

/** The `data` of a redacted thinking block, marked with the vendor that can read it. */
export function redactedWireData(redactedData: string, signature: Signature | undefined): string {
  return markSignature({ vendor: signature?.vendor ?? 'anthropic', value: redactedData });
}

/**
 * `tool_use` has no signature field, so the signature of a call travels on the thinking block right before it, which
 * clients send back: on the last one when that has none, else on one of its own.
 */
function pushToolCall(blocks: JsonObject[], part: ToolCallPart): void {
  if (part.signature !== undefined) {
    const last = blocks.at(-1);
    if (last?.['type'] === 'thinking' && last['signature'] === '')
      last['signature'] = markSignature(part.signature);
    else blocks.push(thinkingBlock('', part.signature));
  }
  blocks.push({
    type: 'tool_use',
    id: renderToolCallId(part),
    name: part.name,
    input: renderInput(part.argumentsJson),
    caller: { type: 'direct' },
  });
}

function thinkingBlock(thinking: string, signature: Signature | undefined): JsonObject {
  return { type: 'thinking', thinking, signature: signature === undefined ? '' : markSignature(signature) };
}

/** Arguments that are no JSON object go out under one name, so that the tool refuses them and the model hears of it. */
function renderInput(argumentsJson: string): JsonObject {
  if (argumentsJson.trim() === '') return {};
  const input = tryParseJsonExact(argumentsJson);
  return isObject(input) ? input : { unparsed_arguments: argumentsJson };
}
