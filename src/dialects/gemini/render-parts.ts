// Canonical parts of an answer → parts as Google's clients read them.
// https://ai.google.dev/api/caching#Part

import type {
  ContentPart,
  MediaPart,
  ReasoningPart,
  ServerToolPart,
  Signature,
} from '../../canon/content.ts';
import {
  asNumber,
  asObject,
  asString,
  isObject,
  tryParseJsonExact,
  type JsonObject,
} from '../../lib/json.ts';
import { markSignature } from './signature-mark.ts';

/** The wire part; undefined for what Google's clients are told elsewhere or cannot be told. */
export function renderPart(part: ContentPart): JsonObject | undefined {
  switch (part.type) {
    case 'text':
    case 'refusal':
      return part.text === '' && part.signature === undefined
        ? undefined
        : { text: part.text, ...signed(part.signature) };
    case 'reasoning':
      return renderThought(part);
    case 'tool-call':
      return { functionCall: renderCall(part.id, part.name, part.argumentsJson), ...signed(part.signature) };
    case 'media':
      return { ...renderSource(part), ...signed(part.signature) };
    case 'server-tool':
      return renderServerTool(part);
    default:
      return undefined;
  }
}

/** A whole call. Arguments that are no JSON object go out under one name, so that the tool refuses them. */
export function renderCall(id: string, name: string, argumentsJson: string): JsonObject {
  const parsed = argumentsJson.trim() === '' ? {} : tryParseJsonExact(argumentsJson);
  const args = isObject(parsed) ? parsed : { unparsed_arguments: argumentsJson };
  return { ...(id !== '' && { id }), name, args };
}

/** The fields of a signature, to be spread into a part. */
export function signed(signature: Signature | undefined, redacted = false): JsonObject {
  return signature === undefined ? {} : { thoughtSignature: markSignature(signature, redacted) };
}

/** A thought; encrypted ones are a signature without text. */
export function renderThought({ text, signature, redactedData }: ReasoningPart): JsonObject | undefined {
  if (text === '' && signature === undefined && redactedData === undefined) return undefined;
  const proof =
    redactedData === undefined
      ? signed(signature)
      : signed({ vendor: signature?.vendor ?? 'anthropic', value: redactedData }, true);
  return { text, thought: true, ...proof };
}

function renderSource({ source, mimeType }: MediaPart): JsonObject {
  switch (source.type) {
    case 'inline':
      return { inlineData: { mimeType: mimeType ?? 'application/octet-stream', data: source.data } };
    case 'url':
      return { fileData: { ...(mimeType !== undefined && { mimeType }), fileUri: source.url } };
    default:
      return { fileData: { ...(mimeType !== undefined && { mimeType }), fileUri: source.fileId } };
  }
}

/** Google's own part goes out as it came; code that ran elsewhere is told in Google's words. */
function renderServerTool(part: ServerToolPart): JsonObject | undefined {
  const own = part.extras?.gemini;
  if (own) return own;
  if (part.name !== 'code_execution') return undefined;
  const data = asObject(part.data);
  if (part.phase === 'call') {
    const code = asString(data?.['code']);
    return code === undefined ? undefined : { executableCode: { language: 'PYTHON', code } };
  }
  const failed = (asNumber(data?.['return_code']) ?? 0) !== 0;
  const output = `${asString(data?.['stdout']) ?? asString(data?.['output']) ?? ''}${asString(data?.['stderr']) ?? ''}`;
  return { codeExecutionResult: { outcome: failed ? 'OUTCOME_FAILED' : 'OUTCOME_OK', output } };
}
