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

/** The way back. */
export function renderReasoningDetails(parts: readonly ReasoningPart[]): JsonObject[] {
  const details: JsonObject[] = [];
  for (const { text, signature, redactedData } of parts) {
    const named = signature && { format: formats[signature.vendor] };
    if (text !== '') {
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
  for (const [index, detail] of details.entries()) detail['index'] = index;
  return details;
}

function vendorOf(format: unknown): Vendor | undefined {
  const name = asString(format) ?? '';
  if (name.startsWith('anthropic')) return 'anthropic';
  if (name.startsWith('google')) return 'gemini';
  return name.startsWith('openai') || name.startsWith('azure-openai') ? 'openai' : undefined;
}
