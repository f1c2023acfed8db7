// An assistant turn → one assistant message: what was said, thought and called.

import type { ReasoningPart, TextPart, ToolCallPart } from '../../canon/content.ts';
import type { Message } from '../../canon/request.ts';
import type { JsonObject, JsonValue } from '../../lib/json.ts';
import { providerCallId } from './provider-call-id.ts';
import { renderReasoningDetails } from './reasoning-details.ts';
import { renderTexts } from './render-content.ts';
import { customInput } from './render-parts.ts';
import type { RenderScene } from './render-scene.ts';
import { wireToolName } from './wire-tool-name.ts';

/** Renders the turn; undefined when nothing of it has a place. */
export function renderAssistant(message: Message, scene: RenderScene): JsonObject | undefined {
  const texts: TextPart[] = [];
  const refusals: string[] = [];
  const calls: ToolCallPart[] = [];
  const reasoning: ReasoningPart[] = [];
  for (const part of message.parts) {
    switch (part.type) {
      case 'text':
        if (part.text !== '') texts.push(part);
        break;
      case 'refusal':
        if (scene.quirks.refusals) refusals.push(part.text);
        else if (part.text !== '') texts.push({ type: 'text', text: part.text });
        break;
      case 'reasoning':
        reasoning.push(part);
        break;
      case 'tool-call':
        calls.push(part);
        break;
      case 'server-tool':
        scene.context.loss.add(`${part.name} ${part.phase}`);
        break;
      case 'media':
        scene.context.loss.add(`${part.kind} of an assistant`);
        break;
      case 'tool-result':
      default:
        break;
    }
  }
  const thought = renderReasoning(reasoning, scene);
  if (texts.length + refusals.length + calls.length === 0 && thought === undefined) return undefined;
  const silent = texts.length === 0 && (refusals.length > 0 || calls.length > 0);
  const rendered: JsonObject = { role: 'assistant', content: silent ? null : renderTexts(texts, scene) };
  if (refusals.length > 0) rendered['refusal'] = refusals.join('');
  if (calls.length > 0) rendered['tool_calls'] = calls.map((call) => renderCall(call, scene));
  return { ...rendered, ...thought };
}

function renderCall(call: ToolCallPart, { quirks, customTools }: RenderScene): JsonObject {
  const id = providerCallId(call.id, quirks.callIds);
  const name = wireToolName(call.name);
  if (customTools.has(call.name)) {
    return { id, type: 'custom', custom: { name, input: customInput(call.argumentsJson) } };
  }
  return { id, type: 'function', function: { name, arguments: call.argumentsJson || '{}' } };
}

/** Thoughts go back only where the service wants them: elsewhere they would be an unknown field. */
function renderReasoning(parts: readonly ReasoningPart[], scene: RenderScene): JsonObject | undefined {
  const field = scene.quirks.reasoningField;
  if (parts.length === 0) return undefined;
  if (field === undefined) {
    scene.context.loss.add('reasoning of an assistant');
    return undefined;
  }
  const value: JsonValue =
    field === 'reasoning_details' ? renderReasoningDetails(parts) : parts.map(({ text }) => text).join('');
  const empty = value === '' || (Array.isArray(value) && value.length === 0);
  return empty ? undefined : { [field]: value };
}
