// The messages → contents: turns by turns, in the order that Google insists on.
// https://ai.google.dev/api/caching#Content

import type { ContentPart, ToolCallPart } from '../../canon/content.ts';
import type { Message } from '../../canon/request.ts';
import type { JsonObject } from '../../lib/json.ts';
import { createResultQueue, type ResultQueue } from '../result-queue.ts';
import { completeSignatures, renderModelTurn, type ModelTurn } from './render-model-turn.ts';
import type { RenderScene } from './render-scene.ts';
import { renderUserTurn } from './render-user-turn.ts';

interface Content {
  readonly role: 'user' | 'model';
  readonly parts: JsonObject[];
}

/** Said in place of a turn that the conversation lacks: a content must not be without text. */
const PLACEHOLDER = ' ';
const GO_ON = 'Continue exactly where your last message stopped, without repeating any of it.';

/** Renders the conversation: it begins with a user turn, ends with one, and no turn is empty. */
export function renderContents(messages: readonly Message[], scene: RenderScene): JsonObject[] {
  const contents: Content[] = [];
  const results = createResultQueue(messages);
  let calls: readonly ToolCallPart[] = [];
  for (const run of runsOf(messages)) {
    if (run.model) {
      const turns = modelTurns(run.messages, scene);
      calls = turns.flatMap((turn) => turn.calls);
      for (const turn of turns) {
        completeSignatures(turn.parts, scene);
        contents.push({ role: 'model', parts: turn.parts });
      }
      continue;
    }
    pushUserTurn(
      contents,
      run.messages.flatMap((message) => message.parts),
      calls,
      results,
      scene,
    );
    calls = [];
  }
  // Calls whose results never came are answered all the same.
  pushUserTurn(contents, [], calls, results, scene);
  return frame(contents, scene).map(({ role, parts }) => ({ role, parts }));
}

function pushUserTurn(
  contents: Content[],
  parts: readonly ContentPart[],
  calls: readonly ToolCallPart[],
  results: ResultQueue,
  scene: RenderScene,
): void {
  for (const rendered of renderUserTurn(parts, calls, results, scene))
    contents.push({ role: 'user', parts: rendered });
}

function frame(contents: readonly Content[], scene: RenderScene): Content[] {
  const first = contents[0];
  const last = contents.at(-1);
  if (!first || !last) return [placeholder(PLACEHOLDER)];
  if (last.role === 'model') scene.context.loss.add('assistant prefill');
  return [
    ...(first.role === 'model' ? [placeholder(PLACEHOLDER)] : []),
    ...contents,
    ...(last.role === 'model' ? [placeholder(GO_ON)] : []),
  ];
}

function placeholder(text: string): Content {
  return { role: 'user', parts: [{ text }] };
}

interface Run {
  readonly model: boolean;
  readonly messages: Message[];
}

/** Messages of one side that follow each other; late instructions are the user's side. */
function runsOf(messages: readonly Message[]): Run[] {
  const runs: Run[] = [];
  for (const message of messages) {
    const model = message.role === 'assistant';
    const last = runs.at(-1);
    if (last && last.model === model) last.messages.push(message);
    else runs.push({ model, messages: [message] });
  }
  return runs;
}

/** Joins neighbours, but never a signed turn with another, unless calls would be torn from their results. */
function modelTurns(messages: readonly Message[], scene: RenderScene): ModelTurn[] {
  const turns: ModelTurn[] = [];
  for (const message of messages) {
    const turn = renderModelTurn(message.parts, scene);
    if (turn.parts.length === 0) continue;
    const last = turns.at(-1);
    if (last && (last.calls.length > 0 || !(last.signed || turn.signed))) {
      last.parts.push(...turn.parts);
      last.calls.push(...turn.calls);
      last.signed ||= turn.signed;
    } else {
      turns.push(turn);
    }
  }
  return turns;
}
