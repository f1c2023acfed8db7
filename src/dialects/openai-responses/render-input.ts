// Canonical messages → input items. Reasoning goes back only when it is OpenAI's own; another vendor's is a 400.

import type { ContentPart, TextPart, ToolCallPart, ToolResultPart } from '../../canon/content.ts';
import type { Loss } from '../../canon/loss.ts';
import type { CanonRequest, Message } from '../../canon/request.ts';
import type { JsonObject } from '../../lib/json.ts';
import { renderAnnotation } from './annotations.ts';
import { renderMedia } from './render-media.ts';
import { customInput, toolKinds, type ToolKind } from './tool-kinds.ts';
import { wireCallId } from './wire-ids.ts';

interface InputScene {
  readonly items: JsonObject[];
  readonly kinds: ReadonlyMap<string, ToolKind>;
  /** Calls of free-text tools, whose results have a type of their own. */
  readonly customCalls: Set<string>;
  readonly loss: Loss;
}

/** The items in order. Content of one role that stands together is one message. */
export function renderInput(request: CanonRequest, loss: Loss): JsonObject[] {
  const scene: InputScene = { items: [], kinds: toolKinds(request.tools), customCalls: new Set(), loss };
  // The first instruction is in `instructions`.
  renderMessage({ role: 'system', parts: request.system.slice(1) }, scene);
  for (const message of request.messages) renderMessage(message, scene);
  return scene.items;
}

function renderMessage({ role, parts }: Message, scene: InputScene): void {
  let content: JsonObject[] = [];
  function flush(): void {
    if (content.length > 0)
      scene.items.push({ type: 'message', role: role === 'system' ? 'developer' : role, content });
    content = [];
  }
  for (const part of parts) {
    if (role === 'assistant' && part.type === 'text') {
      flush();
      if (part.text !== '') scene.items.push({ type: 'message', role, content: renderSaid(part) });
      continue;
    }
    const said = renderContent(part, role, scene.loss);
    if (said !== undefined) content.push(...said);
    else {
      flush();
      scene.items.push(...renderItem(part, scene));
    }
  }
  flush();
}

/** What the assistant said is a string unless there is more to it: every model and service takes that. */
function renderSaid({ text, citations }: TextPart): string | JsonObject[] {
  const annotations = (citations ?? []).map(renderAnnotation).filter((item) => item !== undefined);
  return annotations.length === 0 ? text : [{ type: 'output_text', text, annotations }];
}

/** Parts of a message; undefined for a part that is an item of its own. */
function renderContent(
  part: ContentPart,
  role: Message['role'],
  loss: Loss,
): readonly JsonObject[] | undefined {
  if (part.type === 'text') {
    if (part.text === '') return [];
    return [{ type: 'input_text', text: part.text }];
  }
  if (part.type === 'refusal') return [{ type: 'refusal', refusal: part.text }];
  if (part.type !== 'media') return undefined;
  if (role === 'user') {
    const media = renderMedia(part, loss);
    return media === undefined ? [] : [media];
  }
  const own = part.extras?.['openai-responses'];
  if (own !== undefined) return undefined;
  loss.add(`${part.kind} of the assistant`);
  return [];
}

function renderItem(part: ContentPart, scene: InputScene): readonly JsonObject[] {
  switch (part.type) {
    case 'reasoning': {
      if (part.signature?.vendor !== 'openai') return [];
      const summary = part.text === '' ? [] : [{ type: 'summary_text', text: part.text }];
      // Without its id: OpenAI refuses one that is not the item's own, and takes none.
      return [{ type: 'reasoning', summary, encrypted_content: part.signature.value }];
    }
    case 'tool-call':
      return [renderCall(part, scene)];
    case 'tool-result':
      return [renderResult(part, scene)];
    case 'media':
    case 'server-tool': {
      const own = part.extras?.['openai-responses'];
      if (typeof own?.['type'] === 'string') return [own];
      // A result that its call's own item holds.
      if (own === undefined && part.type === 'server-tool') scene.loss.add(`${part.name} ${part.phase}`);
      return [];
    }
    default:
      return [];
  }
}

function renderCall(call: ToolCallPart, { kinds, customCalls }: InputScene): JsonObject {
  const own = call.extras?.['openai-responses'];
  if (typeof own?.['type'] === 'string') return own;
  const kind = kinds.get(call.name);
  const named = {
    call_id: wireCallId(call.id),
    name: kind?.name ?? call.name,
    ...(kind?.namespace !== undefined && { namespace: kind.namespace }),
  };
  if (kind?.custom !== true)
    return { type: 'function_call', ...named, arguments: call.argumentsJson || '{}' };
  customCalls.add(call.id);
  return { type: 'custom_tool_call', ...named, input: customInput(call.argumentsJson) };
}

function renderResult(result: ToolResultPart, { customCalls, loss }: InputScene): JsonObject {
  const own = result.extras?.['openai-responses'];
  if (typeof own?.['type'] === 'string') return own;
  if (result.isError) loss.add('tool_result.is_error');
  const type = customCalls.has(result.callId) ? 'custom_tool_call_output' : 'function_call_output';
  return { type, call_id: wireCallId(result.callId), output: renderOutput(result, loss) };
}

/** Text alone stays a string: every model takes that. */
function renderOutput({ parts }: ToolResultPart, loss: Loss): string | JsonObject[] {
  const [first, ...others] = parts;
  if (first === undefined) return '';
  if (others.length === 0 && first.type === 'text') return first.text;
  const rendered: JsonObject[] = [];
  for (const part of parts) {
    const item = part.type === 'text' ? { type: 'input_text', text: part.text } : renderMedia(part, loss);
    if (item !== undefined) rendered.push(item);
  }
  return rendered;
}
