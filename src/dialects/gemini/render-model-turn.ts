// What the model said → one model turn, thought signatures in their places.
// https://ai.google.dev/gemini-api/docs/thought-signatures

import type { ContentPart, Signature, ToolCallPart } from '../../canon/content.ts';
import { asObject, tryParseJsonExact, type JsonObject } from '../../lib/json.ts';
import { isMadeUpCallId } from './call-id.ts';
import { renderMedia } from './render-media.ts';
import type { RenderScene } from './render-scene.ts';
import { renderServerToolPart } from './render-server-tool-part.ts';
import { geminiToolName } from './tool-names.ts';

/** Documented by Google for calls whose signature is lost or that another model made. */
const SKIP_SIGNATURE_CHECK = 'skip_thought_signature_validator';

/** One model turn while it is being put together. */
export interface ModelTurn {
  readonly parts: JsonObject[];
  readonly calls: ToolCallPart[];
  /** True when some part carries a signature: such turns are not joined with others. */
  signed: boolean;
}

/**
 * Renders the parts of one assistant message. Thoughts do not go back as text; their signature goes to the call after
 * them, else it ends the turn in an empty text, as Google's own streams do.
 */
export function renderModelTurn(parts: readonly ContentPart[], scene: RenderScene): ModelTurn {
  const turn: ModelTurn = { parts: [], calls: [], signed: false };
  let thought: string | undefined;
  for (const part of parts) {
    const own = geminiSignature(part.signature);
    if (part.type === 'reasoning') {
      thought = own ?? thought;
      continue;
    }
    if (part.type === 'tool-call') {
      push(turn, renderCall(part, scene), own ?? thought ?? scene.context.recallSignature(part.id));
      turn.calls.push(part);
      thought = undefined;
      continue;
    }
    const rendered = renderSaid(part, own, scene);
    if (rendered) push(turn, rendered, own);
  }
  if (thought !== undefined && turn.parts.length > 0) push(turn, { text: '' }, thought);
  return turn;
}

/** Gives the first call of a step the signature that the model demands, where none is known. */
export function completeSignatures(parts: readonly JsonObject[], scene: RenderScene): void {
  if (!scene.traits.needsSignatures) return;
  const first = parts.find((part) => part['functionCall'] !== undefined);
  if (first && first['thoughtSignature'] === undefined) first['thoughtSignature'] = SKIP_SIGNATURE_CHECK;
}

/** Only models that give ids want them back, and only those that some model gave. */
export function echoedId(call: ToolCallPart, scene: RenderScene): string | undefined {
  if (!scene.traits.callIds || !call.idFromModel || call.id === '' || isMadeUpCallId(call.id))
    return undefined;
  return call.id;
}

function push(turn: ModelTurn, part: JsonObject, signature: string | undefined): void {
  if (signature !== undefined) {
    part['thoughtSignature'] = signature;
    turn.signed = true;
  }
  turn.parts.push(part);
}

/** Another vendor's signature is a 400 here. */
function geminiSignature(signature: Signature | undefined): string | undefined {
  return signature?.vendor === 'gemini' ? signature.value : undefined;
}

function renderCall(call: ToolCallPart, scene: RenderScene): JsonObject {
  const id = echoedId(call, scene);
  const args = asObject(tryParseJsonExact(call.argumentsJson === '' ? '{}' : call.argumentsJson));
  if (!args) scene.context.loss.add(`arguments of ${call.name}`);
  return {
    functionCall: { ...(id !== undefined && { id }), name: geminiToolName(call.name), args: args ?? {} },
  };
}

type SaidPart = Exclude<ContentPart, { readonly type: 'reasoning' | 'tool-call' }>;

function renderSaid(
  part: SaidPart,
  signature: string | undefined,
  scene: RenderScene,
): JsonObject | undefined {
  switch (part.type) {
    case 'text':
    case 'refusal':
      return part.text === '' && signature === undefined ? undefined : { text: part.text };
    case 'media':
      return renderMedia(part, scene.traits, scene.context.loss);
    case 'server-tool':
      return renderServerToolPart(part, scene.context.loss);
    default:
      return undefined;
  }
}
