// From a Gemini request to what the simulated model is asked, and to how many tokens that is.
import { asBoolean, asNumber, asString } from '../../lib/json.ts';
import type { OfferedTool, Prompt, SeenMedium } from '../simulated-mind.ts';
import { countTokens, MEDIA_TOKENS } from '../token-count.ts';
import { roleOf } from './check-contents.ts';
import { wireField, wireList, wireObject } from './wire-field.ts';

/** Cached as a whole or not at all. */
export interface PromptSegment {
  readonly text: string;
  readonly tokens: number;
}

/** Reads a checked request. */
export function readGeminiPrompt(body: unknown, huge: boolean): Prompt {
  const contents = wireList(body, 'contents');
  const config = wireField(body, 'generationConfig');
  const calling = wireField(wireField(body, 'toolConfig'), 'functionCallingConfig');
  const mode = asString(wireField(calling, 'mode'))?.toUpperCase();
  const mimeType = asString(wireField(config, 'responseMimeType')) ?? formatMimeType(config);
  const thinking = wireField(config, 'thinkingConfig');
  const parts = wireList(contents.at(-1), 'parts');
  return {
    lastUserText: lastUserText(contents),
    media: parts.flatMap(mediumOf),
    toolResults: parts.flatMap(toolResultOf),
    toolRounds: contents.filter((content) =>
      wireList(content, 'parts').some((part) => toolResultOf(part).length > 0),
    ).length,
    tools: wireList(body, 'tools').flatMap((tool) => wireList(tool, 'functionDeclarations').map(toolOf)),
    toolMode: mode === 'ANY' ? 'any' : mode === 'NONE' ? 'none' : 'auto',
    allowedTools: wireList(calling, 'allowedFunctionNames').map(String),
    schema: schemaOf(config),
    jsonMode: mimeType === 'application/json',
    thinks: wantsThinking(thinking),
    stopSequences: wireList(config, 'stopSequences').map(String),
    maxTokens: asNumber(wireField(config, 'maxOutputTokens')),
    huge,
  };
}

/** The prompt cut where a prompt cache may cut it: what stands before the turns, then each turn. */
export function segmentGeminiPrompt(body: unknown): PromptSegment[] {
  const head: string[] = [];
  const system = wireField(body, 'systemInstruction');
  let headTokens = system === undefined ? 0 : contentTokens(system, head);
  const tools = wireList(body, 'tools');
  if (tools.length > 0) {
    const text = JSON.stringify(tools);
    head.push(text);
    headTokens += countTokens(text);
  }
  const segments = wireList(body, 'contents').map((content) => {
    const texts: string[] = [];
    const tokens = contentTokens(content, texts);
    return { text: texts.join('\u0001'), tokens };
  });
  return head.length > 0 ? [{ text: head.join('\u0001'), tokens: headTokens }, ...segments] : segments;
}

function contentTokens(content: unknown, texts: string[]): number {
  let bytes = 0;
  let media = 0;
  const parts = typeof content === 'string' ? [{ text: content }] : wireList(content, 'parts');
  for (const part of parts) {
    const text = asString(wireField(part, 'text'));
    const isMedium = wireField(part, 'inlineData') !== undefined || wireField(part, 'fileData') !== undefined;
    if (isMedium) media++;
    const counted =
      text ?? JSON.stringify(wireField(part, 'functionCall') ?? wireField(part, 'functionResponse') ?? '');
    const kept = isMedium ? JSON.stringify(part) : counted;
    texts.push(kept);
    if (!isMedium) bytes += Buffer.byteLength(counted);
  }
  return Math.ceil(bytes / 4) + media * MEDIA_TOKENS;
}

function lastUserText(contents: readonly unknown[]): string {
  for (let at = contents.length - 1; at >= 0; at--) {
    if (roleOf(contents[at]) === 'model') continue;
    const texts = wireList(contents[at], 'parts').map((part) => asString(wireField(part, 'text')) ?? '');
    const text = texts.join('');
    if (text !== '') return text;
  }
  return '';
}

function mediumOf(part: unknown): SeenMedium[] {
  const blob = wireField(part, 'inlineData');
  if (blob !== undefined) {
    const mimeType = String(wireField(blob, 'mimeType'));
    return [{ mimeType, sizeBytes: Buffer.byteLength(asString(wireField(blob, 'data')) ?? '', 'base64') }];
  }
  const file = wireField(part, 'fileData');
  if (file === undefined) return [];
  return [{ mimeType: asString(wireField(file, 'mimeType')) ?? 'application/octet-stream', sizeBytes: 0 }];
}

function toolResultOf(part: unknown): { name: string; text: string }[] {
  const response = wireField(part, 'functionResponse');
  if (response === undefined) return [];
  return [
    { name: String(wireField(response, 'name')), text: JSON.stringify(wireField(response, 'response')) },
  ];
}

function toolOf(declaration: unknown): OfferedTool {
  const schema = wireField(declaration, 'parameters') ?? wireField(declaration, 'parametersJsonSchema');
  return {
    name: String(wireField(declaration, 'name')),
    schema: schema ?? { type: 'object', properties: {} },
  };
}

function schemaOf(config: unknown): unknown {
  const text = wireField(wireField(config, 'responseFormat'), 'text');
  return (
    wireField(config, 'responseSchema') ??
    wireField(config, 'responseJsonSchema') ??
    wireField(config, '_responseJsonSchema') ??
    wireField(text, 'schema')
  );
}

function formatMimeType(config: unknown): string | undefined {
  return asString(wireField(wireObject(wireObject(config, 'responseFormat'), 'text'), 'mimeType'));
}

function wantsThinking(thinking: unknown): boolean {
  if (thinking === undefined) return false;
  const budget = asNumber(wireField(thinking, 'thinkingBudget'));
  const level = asString(wireField(thinking, 'thinkingLevel'))?.toUpperCase();
  if (budget === 0 || level === 'MINIMAL') return false;
  return (
    budget !== undefined || level !== undefined || asBoolean(wireField(thinking, 'includeThoughts')) === true
  );
}
