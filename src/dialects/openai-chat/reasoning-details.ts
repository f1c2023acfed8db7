// OpenRouter's `reasoning_details`: what a model thought, with the proofs that its vendor wants back.
// https://openrouter.ai/docs/use-cases/reasoning-tokens

import type { ReasoningPart, Signature } from '../../canon/content.ts';
import { asArray, asObject, asString, type JsonObject } from '../../lib/json.ts';

type Vendor = Signature['vendor'];

const formats: Readonly<Record<Vendor, string>> = {
  anthropic: 'anthropic-claude-v1',
  gemini: 'google-gemini-v1',
  openai: 'openai-responses-v1',
};

/** The entries of one list as one thought. */
export interface ReasoningDetails {
  readonly text: string;
  readonly signature?: Signature | undefined;
  readonly redactedData?: string | undefined;
}

/** Reads the entries of one message or delta; a proof of an unknown format is left out, for nobody could take it. */
export function readReasoningDetails(value: unknown): ReasoningDetails | undefined {
  let text = '';
  let signature: Signature | undefined;
  let redactedData: string | undefined;
  for (const item of asArray(value)) {
    const detail = asObject(item);
    text += asString(detail?.['text']) ?? asString(detail?.['summary']) ?? '';
    const vendor = vendorOf(detail?.['format']);
    const data = asString(detail?.['data']);
    const proof = asString(detail?.['signature']);
    if (vendor !== undefined && proof !== undefined && proof !== '') signature = { vendor, value: proof };
    if (data === undefined || data === '') continue;
    if (vendor === 'anthropic') redactedData = data;
    else if (vendor !== undefined) signature ??= { vendor, value: data };
  }
  if (text === '' && signature === undefined && redactedData === undefined) return undefined;
  return { text, signature, redactedData };
}

/** Reads a message that comes back: each thought a part of its own, with the proof that belongs to it. */
export function parseReasoningDetails(value: unknown): ReasoningPart[] {
  const parts: ReasoningPart[] = [];
  for (const item of asArray(value)) {
    const { text, signature, redactedData } = readReasoningDetails([item]) ?? { text: '' };
    const last = parts.at(-1);
    if (redactedData !== undefined) {
      parts.push({
        type: 'reasoning',
        text: '',
        redactedData,
        signature: { vendor: 'anthropic', value: redactedData },
      });
    } else if (text === '' && signature !== undefined && last !== undefined && last.signature === undefined) {
      parts[parts.length - 1] = { ...last, signature };
    } else if (text !== '' || signature !== undefined) parts.push({ type: 'reasoning', text, signature });
  }
  return parts;
}

/** True for thoughts whose proof has no other place in this dialect: Gemini's stand in `extra_content`. */
export function needsDetails({ signature, redactedData }: Omit<ReasoningPart, 'type' | 'text'>): boolean {
  return redactedData !== undefined || (signature !== undefined && signature.vendor !== 'gemini');
}

/** The way back. `firstIndex` is how many entries went before. */
export function renderReasoningDetails(parts: readonly ReasoningPart[], firstIndex = 0): JsonObject[] {
  const details: JsonObject[] = [];
  for (const { text, signature, redactedData } of parts) {
    const named = signature && { format: formats[signature.vendor] };
    const isEmptyThought = text === '' && signature?.vendor === 'anthropic' && redactedData === undefined;
    if (text !== '' || isEmptyThought) {
      const proof = signature?.vendor === 'anthropic' ? { signature: signature.value } : {};
      details.push({ type: 'reasoning.text', text, ...proof, ...named });
    }
    if (signature !== undefined && signature.vendor !== 'anthropic') {
      details.push({ type: 'reasoning.encrypted', data: signature.value, ...named });
    }
    if (redactedData !== undefined) {
      details.push({ type: 'reasoning.encrypted', data: redactedData, format: formats.anthropic });
    }
  }
  for (const [index, detail] of details.entries()) detail['index'] = firstIndex + index;
  return details;
}

function vendorOf(format: unknown): Vendor | undefined {
  const name = asString(format) ?? '';
  if (name.startsWith('anthropic')) return 'anthropic';
  if (name.startsWith('google')) return 'gemini';
  return name.startsWith('openai') || name.startsWith('azure-openai') ? 'openai' : undefined;
}
