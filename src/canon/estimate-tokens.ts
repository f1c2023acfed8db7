// A rough count of prompt tokens without asking anybody: for limits before sending, and where a provider says nothing.

import type { ContentPart } from './content.ts';
import type { CanonRequest } from './request.ts';

/** English text and code run at about four bytes a token in all vendors' tokenizers. */
const BYTES_PER_TOKEN = 4;
/** What Gemini charges for one image tile; other media are of the same order per page or second. */
const TOKENS_PER_MEDIA = 258;
/** Role and separators of one message. */
const TOKENS_PER_MESSAGE = 4;

/** Estimates the prompt tokens of a request: the same request always gives the same number, at least 1. */
export function estimateTokens(request: CanonRequest): number {
  let bytes = 0;
  let media = 0;

  function count(part: ContentPart): void {
    switch (part.type) {
      case 'text':
      case 'reasoning':
      case 'refusal':
        bytes += Buffer.byteLength(part.text);
        break;
      case 'tool-call':
        bytes += Buffer.byteLength(part.name) + Buffer.byteLength(part.argumentsJson);
        break;
      case 'tool-result':
        for (const inner of part.parts) count(inner);
        break;
      case 'server-tool':
        bytes += jsonBytes(part.data);
        break;
      case 'media':
        media += 1;
        break;
      default:
        part satisfies never;
    }
  }

  for (const part of request.system) count(part);
  for (const message of request.messages) for (const part of message.parts) count(part);
  for (const tool of request.tools) bytes += jsonBytes(describe(tool));
  if (request.responseFormat?.type === 'json-schema') bytes += jsonBytes(request.responseFormat.schema);
  const text = Math.ceil(bytes / BYTES_PER_TOKEN);
  return Math.max(1, text + media * TOKENS_PER_MEDIA + request.messages.length * TOKENS_PER_MESSAGE);
}

function describe(tool: CanonRequest['tools'][number]): unknown {
  return tool.type === 'function'
    ? [tool.name, tool.description, tool.parameters]
    : [tool.name, tool.options];
}

function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '');
}
