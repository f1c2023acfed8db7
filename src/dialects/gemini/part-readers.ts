// The table from a wire part's field to what it becomes. One small reader for each kind of part.
// https://ai.google.dev/api/caching#Part

import type { MediaPart, ServerToolPart, Signature } from '../../canon/content.ts';
import { asBoolean, asObject, asString, type JsonObject } from '../../lib/json.ts';
import type { CandidateWriter } from './candidate-writer.ts';

/** What readers need besides the part. */
export interface PartScene {
  readonly writer: CandidateWriter;
  /** The model's tool name → the caller's. */
  readonly toolName: (wireName: string) => string;
}

type PartReader = (value: JsonObject, part: JsonObject, scene: PartScene) => void;

const readers: Readonly<Record<string, PartReader>> = {
  functionCall: readFunctionCall,
  inlineData(blob, part, { writer }) {
    const mimeType = asString(blob['mimeType']) ?? 'application/octet-stream';
    const source = { type: 'inline', data: asString(blob['data']) ?? '' } as const;
    writer.media({ type: 'media', kind: mediaKind(mimeType), mimeType, source, ...partSignature(part) });
  },
  fileData(file, part, { writer }) {
    const mimeType = asString(file['mimeType']);
    const source = { type: 'file', fileId: asString(file['fileUri']) ?? '' } as const;
    writer.media({
      type: 'media',
      kind: mediaKind(mimeType ?? ''),
      mimeType,
      source,
      ...partSignature(part),
    });
  },
  executableCode(code, part, { writer }) {
    writer.serverTool(serverTool('call', 'code_execution', code, code, part));
  },
  codeExecutionResult(result, part, { writer }) {
    writer.serverTool(serverTool('result', 'code_execution', result, result, part));
  },
  toolCall(call, part, { writer }) {
    writer.serverTool(serverTool('call', neutralName(call['toolType']), call['args'] ?? {}, call, part));
  },
  toolResponse(answer, part, { writer }) {
    writer.serverTool(
      serverTool('result', neutralName(answer['toolType']), answer['response'] ?? {}, answer, part),
    );
  },
  // Only tools that Google runs for the model (MCP servers) are answered inside an answer.
  functionResponse(answer, part, { writer }) {
    const name = asString(answer['name']) ?? 'mcp';
    writer.serverTool(serverTool('result', name, answer['response'] ?? {}, answer, part));
  },
};

/** Reads one part of `content.parts`; a part of an unknown kind says nothing. */
export function readGeminiPart(part: JsonObject, scene: PartScene): void {
  for (const name in readers) {
    const value = asObject(part[name]);
    if (value) {
      readers[name]?.(value, part, scene);
      return;
    }
  }
  const signature = asString(part['thoughtSignature']);
  const text = asString(part['text']) ?? '';
  if (asBoolean(part['thought']) === true) scene.writer.reasoning(text, signature);
  else scene.writer.text(text, signature);
}

function readFunctionCall(call: JsonObject, part: JsonObject, { writer, toolName }: PartScene): void {
  const name = asString(call['name']);
  const args = asObject(call['args']);
  const id = asString(call['id']);
  const signature = asString(part['thoughtSignature']);
  const goesOn = asBoolean(call['willContinue']) === true;
  const inPieces = goesOn || call['partialArgs'] !== undefined;
  if (name !== undefined && name !== '') {
    if (inPieces) {
      writer.beginStreamedCall(toolName(name), id === '' ? undefined : id, signature);
    } else {
      writer.endStreamedCall();
      const argumentsJson = JSON.stringify(args ?? {});
      writer.call({ id: id === '' ? undefined : id, name: toolName(name), argumentsJson, signature });
      return;
    }
  }
  if (args) writer.streamedArguments?.merge(args);
  writer.streamedArguments?.add(call['partialArgs']);
  if (!goesOn) writer.endStreamedCall();
}

/** The wire part is kept whole: it must go back as it came. */
function serverTool(
  phase: ServerToolPart['phase'],
  name: string,
  data: ServerToolPart['data'],
  own: JsonObject,
  part: JsonObject,
): ServerToolPart {
  const id = asString(own['id']) ?? '';
  return { type: 'server-tool', phase, id, name, data, extras: { gemini: part }, ...partSignature(part) };
}

const neutralNames: ReadonlyMap<unknown, string> = new Map([
  ['GOOGLE_SEARCH_WEB', 'web_search'],
  ['URL_CONTEXT', 'web_fetch'],
]);

/** The vendor-neutral name of a tool that Google runs. */
export function neutralName(toolType: unknown): string {
  return neutralNames.get(toolType) ?? (asString(toolType) ?? 'tool').toLowerCase();
}

/** What kind of media a MIME type is; everything but images, audio and video is a document. */
export function mediaKind(mimeType: string): MediaPart['kind'] {
  if (mimeType.startsWith('image/')) return 'image';
  if (mimeType.startsWith('audio/')) return 'audio';
  return mimeType.startsWith('video/') ? 'video' : 'document';
}

function partSignature(part: JsonObject): { readonly signature?: Signature } {
  const value = asString(part['thoughtSignature']);
  return value === undefined ? {} : { signature: { vendor: 'gemini', value } };
}
