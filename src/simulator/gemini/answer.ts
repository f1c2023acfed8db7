// A whole Gemini answer before it is cut into a stream or sent at once. Knows nothing of HTTP.
import { hash } from 'node:crypto';
import { asString, type JsonObject, type JsonValue } from '../../lib/json.ts';
import { splitIntoDeltas, think, type Prompt, type Thought } from '../simulated-mind.ts';
import { createCodeParts, createGrounding, readBuiltInTools } from './built-in-tools.ts';
import { createMediumPart } from './media-answer.ts';
import { generationOf, type GeminiModel } from './model-catalog.ts';
import { issueSignature } from './signatures.ts';
import type { GeminiUsage } from './usage.ts';

/** What one candidate says; where several are asked for, each says the same. */
export interface GeminiAnswer {
  /** The parts as they are sent one by one in a stream; texts in a row are deltas of one part. */
  readonly parts: readonly JsonObject[];
  /** On the last text; undefined for models without signatures, or when a call carries it. */
  readonly textSignature: string | undefined;
  readonly finish: JsonObject;
  readonly grounding: JsonObject | undefined;
  readonly usage: GeminiUsage;
  readonly modality: string;
}

const MEDIUM_TOKENS = 1290;

/** What `model` says to `prompt`. */
export function createGeminiAnswer(
  body: unknown,
  prompt: Prompt,
  model: GeminiModel,
  showThoughts: boolean,
  tokens: { readonly prompt: number; readonly cached: number },
  stream: boolean,
): GeminiAnswer {
  const thought = think(prompt);
  const tools = readBuiltInTools(body);
  const medium = createMediumPart(model, body, stream);
  const signs = generationOf(model.name) >= 3 && model.kind !== 'tts';
  const signature = signs
    ? issueSignature(`${model.name}\n${prompt.lastUserText}\n${prompt.toolResults.length}`)
    : undefined;
  const parts: JsonObject[] = [];
  if (showThoughts) for (const text of splitIntoDeltas(thought.thoughts)) parts.push({ text, thought: true });
  if (tools.code && thought.text !== '') parts.push(...createCodeParts());
  if (medium === undefined || model.kind === 'image')
    for (const text of splitIntoDeltas(thought.text)) parts.push({ text });
  if (medium) parts.push(medium);
  parts.push(...renderCalls(thought, signature, prompt));
  return {
    parts,
    textSignature: thought.calls.length > 0 || thought.text === '' ? undefined : signature,
    finish: renderFinish(thought),
    grounding:
      tools.search && thought.text !== '' ? createGrounding(thought.text, prompt.lastUserText) : undefined,
    usage: {
      promptTokens: tokens.prompt,
      cachedTokens: tokens.cached,
      thoughtTokens: thought.thoughtTokens,
      answerTokens: medium ? MEDIUM_TOKENS : thought.answerTokens,
      toolUseTokens: tools.code ? 12 : 0,
    },
    modality: model.kind === 'image' ? 'IMAGE' : model.kind === 'tts' ? 'AUDIO' : 'TEXT',
  };
}

/** Joins the deltas for an answer that is sent at once. */
export function joinParts(answer: GeminiAnswer): JsonObject[] {
  const joined: JsonObject[] = [];
  for (const part of answer.parts) {
    const last = joined.at(-1);
    const continues =
      typeof last?.['text'] === 'string' &&
      typeof part['text'] === 'string' &&
      last['thought'] === part['thought'];
    if (last && continues) last['text'] = `${asString(last['text']) ?? ''}${asString(part['text']) ?? ''}`;
    else joined.push({ ...part });
  }
  const lastText = joined.findLast((part) => typeof part['text'] === 'string' && part['thought'] !== true);
  if (lastText && answer.textSignature !== undefined) lastText['thoughtSignature'] = answer.textSignature;
  return joined;
}

function renderCalls(thought: Thought, signature: string | undefined, prompt: Prompt): JsonObject[] {
  return thought.calls.map(({ name, args }, index) => {
    const call: JsonObject = { name };
    if (Object.keys(args).length > 0) call['args'] = args as JsonValue;
    if (signature !== undefined) {
      const seed = `${name}\n${index}\n${prompt.lastUserText}`;
      call['id'] = hash('sha256', seed).slice(0, 8);
    }
    return signature !== undefined && index === 0
      ? { functionCall: call, thoughtSignature: signature }
      : { functionCall: call };
  });
}

function renderFinish(thought: Thought): JsonObject {
  if (thought.finish === 'length') return { finishReason: 'MAX_TOKENS' };
  if (thought.calls.length === 0) return { finishReason: 'STOP' };
  return { finishReason: 'STOP', finishMessage: 'Model generated function call(s).' };
}
