// Canonical instructions and turns → `messages`. Order lives here: the results of an assistant's calls follow it at
// once, each call has one, and nothing comes between: anything else is a 400.

import type { ContentPart, MediaPart, ToolCallPart, ToolResultPart } from '../../canon/content.ts';
import type { CanonRequest, Message } from '../../canon/request.ts';
import type { JsonObject } from '../../lib/json.ts';
import { providerCallId } from './provider-call-id.ts';
import { renderAssistant } from './render-assistant.ts';
import { joinContent, renderSaid, renderTexts } from './render-content.ts';
import type { RenderScene } from './render-scene.ts';

/** Renders the whole conversation. The same turns always give the same messages, so that prompt caches hold. */
export function renderMessages(request: CanonRequest, scene: RenderScene): JsonObject[] {
  const messages: JsonObject[] = [];
  const system = request.system.filter(({ text }) => text !== '');
  if (system.length > 0) {
    messages.push({ role: scene.quirks.systemRole, content: renderTexts(system, scene) });
  }
  for (const { assistant, followers } of splitTurns(request.messages)) {
    const rendered = assistant && renderAssistant(assistant, scene);
    if (rendered) messages.push(rendered);
    const calls = assistant?.parts.filter((part) => part.type === 'tool-call') ?? [];
    messages.push(...renderFollowers(calls, followers, scene));
  }
  return messages;
}

interface Turn {
  readonly assistant: Message | undefined;
  readonly followers: Message[];
}

/** An assistant's message and what came after it until the next. One that goes on before its results came is one with them. */
function splitTurns(messages: readonly Message[]): Turn[] {
  const turns: Turn[] = [];
  for (const message of messages) {
    const last = turns.at(-1);
    if (message.role !== 'assistant') {
      if (last) last.followers.push(message);
      else turns.push({ assistant: undefined, followers: [message] });
    } else if (last?.assistant !== undefined && last.followers.length === 0 && hasCalls(last.assistant)) {
      const parts = [...last.assistant.parts, ...message.parts];
      turns[turns.length - 1] = { assistant: { role: 'assistant', parts }, followers: [] };
    } else {
      turns.push({ assistant: message, followers: [] });
    }
  }
  return turns;
}

function hasCalls(message: Message): boolean {
  return message.parts.some((part) => part.type === 'tool-call');
}

function renderFollowers(
  calls: readonly ToolCallPart[],
  followers: readonly Message[],
  scene: RenderScene,
): JsonObject[] {
  const messages: JsonObject[] = [];
  const taken = new Set<ContentPart>();
  /** Media of tool results: a tool message holds text only, so they are the first of what follows. */
  let besides: MediaPart[] = [];
  for (const call of calls) {
    const result = findResult(call, followers, taken);
    if (result === undefined) scene.context.loss.add('tool call without its result');
    else taken.add(result);
    messages.push(renderResult(call, result, scene));
    besides.push(...(result?.parts.filter((part) => part.type === 'media') ?? []));
  }
  for (const message of followers) {
    const own = message.parts.filter((part) => !taken.has(part));
    if (message.role === 'system') {
      const texts = own.filter((part) => part.type === 'text' && part.text !== '');
      if (texts.length > 0)
        messages.push({ role: scene.quirks.systemRole, content: joinContent(say(texts, scene), scene) });
      continue;
    }
    const said = say([...besides, ...own], scene);
    besides = [];
    if (said.length > 0) messages.push({ role: 'user', content: joinContent(said, scene) });
  }
  return messages;
}

function say(parts: readonly ContentPart[], scene: RenderScene): JsonObject[] {
  const said: JsonObject[] = [];
  for (const part of parts) {
    if (part.type === 'tool-result') {
      said.push(...renderStray(part, scene));
      continue;
    }
    const rendered = renderSaid(part, scene);
    if (rendered !== undefined) said.push(rendered);
  }
  return said;
}

function findResult(
  call: ToolCallPart,
  followers: readonly Message[],
  taken: ReadonlySet<ContentPart>,
): ToolResultPart | undefined {
  for (const { parts } of followers) {
    for (const part of parts) {
      if (part.type === 'tool-result' && part.callId === call.id && !taken.has(part)) return part;
    }
  }
  return undefined;
}

function renderResult(
  call: ToolCallPart,
  result: ToolResultPart | undefined,
  scene: RenderScene,
): JsonObject {
  const texts = result?.parts.filter((part) => part.type === 'text' && part.text !== '') ?? [];
  const hasMedia = result?.parts.some((part) => part.type === 'media') === true;
  let content = joinContent(say(texts, scene), scene);
  if (result === undefined) content = 'No result was given for this call.';
  else if (content === '' && hasMedia) content = 'The result follows in the next message.';
  // There is no field for it, and a failure must not look like a success.
  else if (result.isError && typeof content === 'string' && !/error|fail/iu.test(content))
    content = `Error: ${content}`;
  return { role: 'tool', tool_call_id: providerCallId(call.id, scene.quirks.callIds), content };
}

/** A result whose call the conversation no longer holds: as a tool message it would be refused. */
function renderStray(part: ToolResultPart, scene: RenderScene): JsonObject[] {
  scene.context.loss.add('tool result without its call');
  return [
    { type: 'text', text: `Result of ${part.name ?? 'an earlier tool call'}:` },
    ...say(part.parts, scene),
  ];
}
