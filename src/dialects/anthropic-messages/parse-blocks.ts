// Content blocks of one message → canonical parts. A block of an unknown type is reported as lost, never refused:
// clients send new ones before any gateway knows them.

import type { ContentPart, ReasoningPart, ToolResultPart } from '../../canon/content.ts';
import type { Loss } from '../../canon/loss.ts';
import { isObject, type JsonObject } from '../../lib/json.ts';
import {
  invalidField,
  joinPath,
  readBoolean,
  readObject,
  readString,
  requireString,
} from './field-reader.ts';
import { lostType } from './loss-name.ts';
import { parseCacheControl } from './parse-cache-control.ts';
import { parseCitations } from './parse-citations.ts';
import { parseDocument, parseImage, parseSearchResult } from './parse-document.ts';
import { parseServerToolBlock } from './parse-server-tool-block.ts';
import { unmarkSignature } from './signature-mark.ts';
import { parseToolCallId } from './tool-call-id.ts';

type BlockParser = (block: JsonObject, path: string, loss: Loss) => readonly ContentPart[] | undefined;

const blockParsers: Readonly<Record<string, BlockParser>> = {
  text: (block, path) => {
    const text = requireString(block, 'text', path);
    // Empty texts say nothing, and Gemini refuses a whole request for one.
    if (text === '') return [];
    return [{ type: 'text', text, citations: parseCitations(block), cacheHint: parseCacheControl(block) }];
  },
  image: (block, path) => {
    const image = parseImage(block, path);
    return image === undefined ? undefined : [image];
  },
  document: parseDocument,
  search_result: parseSearchResult,
  thinking: parseThinking,
  redacted_thinking: parseRedactedThinking,
  tool_use: (block, path) => [
    {
      type: 'tool-call',
      ...parseToolCallId(requireString(block, 'id', path)),
      name: requireString(block, 'name', path),
      argumentsJson: JSON.stringify(readObject(block, 'input', path) ?? {}),
      cacheHint: parseCacheControl(block),
    },
  ],
  tool_result: (block, path, loss) => [parseToolResult(block, path, loss)],
  /** A tool that the client's own search found; its definition is among the tools anyway. */
  tool_reference: (block, path) => [{ type: 'text', text: requireString(block, 'tool_name', path) }],
  /** What stands for a conversation that was too long: its summary. */
  compaction: (block, path) => {
    const summary = readString(block, 'content', path);
    return summary === undefined
      ? undefined
      : [{ type: 'text', text: summary, cacheHint: parseCacheControl(block) }];
  },
};

/** The parts of a `content` or `system` field: a string or an array of blocks. `path` is the field's own. */
export function parseContent(content: unknown, path: string, loss: Loss): readonly ContentPart[] {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', text: content }];
  if (content === undefined || content === null) throw invalidField(path, 'field required');
  if (!Array.isArray(content)) throw invalidField(path, 'expected a string or an array of blocks');
  return parseBlocks(content, path, loss);
}

function parseBlocks(blocks: readonly unknown[], path: string, loss: Loss): readonly ContentPart[] {
  const parts: ContentPart[] = [];
  for (const [index, block] of blocks.entries()) {
    const blockPath = joinPath(path, index);
    if (!isObject(block)) throw invalidField(blockPath, 'expected an object');
    const type = requireString(block, 'type', blockPath);
    const parse = Object.hasOwn(blockParsers, type) ? blockParsers[type] : parseServerToolBlock;
    const parsed = parse?.(block, blockPath, loss);
    if (parsed === undefined) loss.add(lostType(blockPath, type));
    else parts.push(...parsed);
  }
  return parts;
}

function parseThinking(block: JsonObject, path: string): readonly ReasoningPart[] {
  const text = readString(block, 'thinking', path) ?? '';
  const signature = unmarkSignature(readString(block, 'signature', path) ?? '');
  return text === '' && signature === undefined ? [] : [{ type: 'reasoning', text, signature }];
}

/** The data is itself the token that goes back to its vendor, so it stands in both places: the vendor is known by it. */
function parseRedactedThinking(block: JsonObject, path: string): readonly ReasoningPart[] {
  const signature = unmarkSignature(requireString(block, 'data', path));
  return signature === undefined
    ? []
    : [{ type: 'reasoning', text: '', redactedData: signature.value, signature }];
}

function parseToolResult(block: JsonObject, path: string, loss: Loss): ToolResultPart {
  const content = block['content'];
  const inner =
    content === undefined || content === null ? [] : parseContent(content, joinPath(path, 'content'), loss);
  const parts = inner.filter((part) => part.type === 'text' || part.type === 'media');
  if (parts.length < inner.length) loss.add(joinPath(path, 'content'));
  return {
    type: 'tool-result',
    callId: parseToolCallId(requireString(block, 'tool_use_id', path)).id,
    parts,
    isError: readBoolean(block, 'is_error', path) ?? false,
    cacheHint: parseCacheControl(block),
  };
}
