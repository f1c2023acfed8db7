// The messages → turns as Anthropic insists on them: user and assistant by turns, each call answered in the next turn,
// results first, no turn empty. The same conversation always gives the same bytes at its head.
// https://platform.claude.com/docs/en/agents-and-tools/tool-use/implement-tool-use

import type { ContentPart, ToolCallPart } from '../../canon/content.ts';
import type { Message } from '../../canon/request.ts';
import type { JsonObject } from '../../lib/json.ts';
import { createResultQueue, type ResultQueue } from '../result-queue.ts';
import type { RenderScene } from './render-scene.ts';
import {
  renderServerToolBlock,
  renderStrayResult,
  renderTextBlock,
  renderThinkingBlock,
  renderToolResult,
  renderToolUse,
  renderUserBlock,
} from './render-turn-blocks.ts';
import { renderToolCallId } from './tool-call-id.ts';

interface Turn {
  readonly role: 'user' | 'assistant';
  readonly content: JsonObject[];
}

interface OpenCall {
  readonly call: ToolCallPart;
  /** Id on the wire: unique in the conversation. */
  readonly id: string;
}

/** Said in place of a turn that the conversation lacks: a text must not be white space. */
const PLACEHOLDER = '.';
const GO_ON = 'Continue exactly where your last message stopped, without repeating any of it.';

/** Renders the conversation. `mayPrefill` is false where the model must not be given the beginning of its answer. */
export function renderMessages(
  messages: readonly Message[],
  scene: RenderScene,
  mayPrefill: boolean,
): JsonObject[] {
  const { loss } = scene.context;
  const turns: Turn[] = [];
  const results = createResultQueue(messages);
  const wireId = createWireIds();
  let open: readonly OpenCall[] = [];
  for (const run of runsOf(messages)) {
    if (run.assistant) {
      const { content, calls } = assistantTurn(run.parts, scene, wireId);
      if (content.length === 0) continue;
      turns.push({ role: 'assistant', content });
      open = calls;
      continue;
    }
    pushTurn(turns, 'user', userTurn(run.parts, open, results, scene));
    open = [];
  }
  pushTurn(turns, 'user', userTurn([], open, results, scene));
  if (turns[0]?.role !== 'user') turns.unshift(textTurn(PLACEHOLDER));
  const last = turns.at(-1);
  if (last?.role === 'assistant') {
    if (mayPrefill) trimEnd(last);
    else {
      loss.add('assistant prefill');
      turns.push(textTurn(GO_ON));
    }
  }
  return turns.map(({ role, content }) => ({ role, content }));
}

function pushTurn(turns: Turn[], role: Turn['role'], content: JsonObject[]): void {
  if (content.length === 0) return;
  const last = turns.at(-1);
  if (last?.role === role) last.content.push(...content);
  else turns.push({ role, content });
}

function textTurn(text: string): Turn {
  return { role: 'user', content: [{ type: 'text', text }] };
}

/** An answer's beginning must not end in white space. */
function trimEnd({ content }: Turn): void {
  const block = content.at(-1);
  if (block?.['type'] === 'text' && typeof block['text'] === 'string')
    block['text'] = block['text'].trimEnd();
}

interface Run {
  readonly assistant: boolean;
  readonly parts: ContentPart[];
}

/** Parts of one side that follow each other. Late instructions are said by the user, where they were given. */
function runsOf(messages: readonly Message[]): Run[] {
  const runs: Run[] = [];
  for (const message of messages) {
    const assistant = message.role === 'assistant';
    const last = runs.at(-1);
    if (last && last.assistant === assistant) last.parts.push(...message.parts);
    else runs.push({ assistant, parts: [...message.parts] });
  }
  return runs;
}

function assistantTurn(
  parts: readonly ContentPart[],
  { context: { loss } }: RenderScene,
  wireId: (id: string) => string,
): { readonly content: JsonObject[]; readonly calls: OpenCall[] } {
  const content: JsonObject[] = [];
  const calls: OpenCall[] = [];
  for (const part of parts) {
    if (part.type === 'tool-call') {
      const id = wireId(part.id);
      calls.push({ call: part, id });
      content.push(renderToolUse(part, id, loss));
      continue;
    }
    const block = saidBlock(part, loss);
    if (block !== undefined) content.push(block);
  }
  // A turn that ends in thinking is refused.
  while (content.at(-1)?.['type'] === 'thinking' || content.at(-1)?.['type'] === 'redacted_thinking')
    content.pop();
  return { content, calls };
}

function saidBlock(part: ContentPart, loss: RenderScene['context']['loss']): JsonObject | undefined {
  switch (part.type) {
    case 'text':
      return renderTextBlock(part);
    case 'refusal':
      return renderTextBlock({ type: 'text', text: part.text });
    case 'reasoning':
      return renderThinkingBlock(part);
    case 'server-tool':
      return renderServerToolBlock(part, loss);
    case 'media':
      // A model's own image has no place in an assistant turn.
      loss.add(`assistant ${part.kind}`);
      return undefined;
    default:
      return undefined;
  }
}

function userTurn(
  parts: readonly ContentPart[],
  open: readonly OpenCall[],
  results: ResultQueue,
  { context: { loss } }: RenderScene,
): JsonObject[] {
  const content = open.map(({ call, id }) => renderToolResult(id, results.take(call.id), loss));
  for (const part of parts) {
    if (part.type === 'tool-result') {
      if (!results.isTaken(part)) content.push(...renderStrayResult(part, loss));
      continue;
    }
    const block = renderUserBlock(part, loss);
    if (block !== undefined) content.push(block);
  }
  return content;
}

/** Legal ids, each used once: a repeated one is a 400 for the whole conversation. */
function createWireIds(): (id: string) => string {
  const used = new Map<string, number>();
  return (id) => {
    const wire = renderToolCallId({ id, idFromModel: true });
    const times = (used.get(wire) ?? 0) + 1;
    used.set(wire, times);
    return times === 1 ? wire : `${wire}_${times}`;
  };
}
