// The simulated model's behaviour, the same for every persona: what it says follows from the request alone.
// Knows nothing of wire formats.
import type { JsonObject } from '../lib/json.ts';
import { createSchemaInstance } from './schema-instance.ts';
import type { Script, ScriptedTurn } from './script.ts';
import { countTokens } from './token-count.ts';

/** A function of the client's, in whatever form the vendor has it described. */
export interface OfferedTool {
  readonly name: string;
  /** JSON Schema or OpenAPI schema of the arguments. */
  readonly schema: unknown;
}

/** What the model's text tells of a picture or a sound, and all that is looked at. */
export interface SeenMedium {
  readonly mimeType: string;
  readonly sizeBytes: number;
}

/** What the model is asked, stripped of the vendor's form. */
export interface Prompt {
  readonly lastUserText: string;
  readonly media: readonly SeenMedium[];
  /** Results that the last turn hands back: the model answers with text that quotes them. */
  readonly toolResults: readonly { readonly name: string; readonly text: string }[];
  /** How often results were handed back in the whole conversation. */
  readonly toolRounds: number;
  readonly tools: readonly OfferedTool[];
  readonly toolMode: 'auto' | 'any' | 'none';
  /** With `any`: the only tools that may be called. */
  readonly allowedTools?: readonly string[] | undefined;
  readonly parallelTools?: boolean | undefined;
  readonly schema?: unknown;
  readonly jsonMode: boolean;
  readonly thinks: boolean;
  readonly stopSequences: readonly string[];
  readonly maxTokens?: number | undefined;
  readonly huge?: boolean | undefined;
  /** What the model does instead of following from the request. */
  readonly script?: Script | undefined;
  /** The beginning of the answer, where the conversation ends in it: only the rest is said. */
  readonly begun?: string | undefined;
}

interface ToolCall {
  readonly name: string;
  readonly args: JsonObject;
}

/** A whole answer. `matchedStop` is the sequence that ended it, where `finish` is `stop-sequence`. */
export interface Thought {
  /** Empty when the model does not think. */
  readonly thoughts: string;
  readonly text: string;
  readonly calls: readonly ToolCall[];
  readonly finish: 'stop' | 'length' | 'stop-sequence';
  readonly matchedStop: string | undefined;
  readonly thoughtTokens: number;
  readonly answerTokens: number;
}

const HUGE_TEXT_BYTES = 4 * 1024 * 1024;

/** Answers `prompt`. Thinking counts against `maxTokens`, and may leave nothing for the answer. */
export function think(prompt: Prompt): Thought {
  const thoughts = prompt.thinks ? `Considering the request: ${prompt.lastUserText.slice(0, 60)}` : '';
  const thoughtTokens = countTokens(thoughts);
  const turn = prompt.script?.turns[prompt.toolRounds];
  const calls = prompt.script ? scriptedCalls(turn, prompt.tools) : chooseCalls(prompt);
  const said = calls.length > 0 ? '' : goOn(turn?.say ?? compose(prompt), prompt.begun);
  const stopped = cutAtStop(said, prompt.stopSequences);
  const room =
    prompt.maxTokens === undefined || prompt.huge ? Infinity : Math.max(0, prompt.maxTokens - thoughtTokens);
  const text = cutToTokens(stopped.text, room);
  const cut = text.length < stopped.text.length || (room === 0 && stopped.text === '');
  const keptCalls = room === 0 ? [] : calls;
  const answerTokens = countTokens(text) + countTokens(keptCalls.length > 0 ? JSON.stringify(keptCalls) : '');
  const finish = cut ? 'length' : stopped.matched === undefined ? 'stop' : 'stop-sequence';
  const matchedStop = cut ? undefined : stopped.matched;
  return { thoughts, text, calls: keptCalls, finish, matchedStop, thoughtTokens, answerTokens };
}

/** Cuts a text into the deltas of a stream: a handful of words each, never through a surrogate pair, 24 at most. */
export function splitIntoDeltas(text: string): string[] {
  if (text === '') return [];
  const size = Math.max(8, Math.ceil(text.length / 24));
  const pieces: string[] = [];
  for (let at = 0; at < text.length;) {
    let end = Math.min(text.length, at + size);
    const last = text.charCodeAt(end - 1);
    if (last >= 0xd800 && last < 0xdc00 && end < text.length) end++;
    pieces.push(text.slice(at, end));
    at = end;
  }
  return pieces;
}

function scriptedCalls(turn: ScriptedTurn | undefined, tools: readonly OfferedTool[]): ToolCall[] {
  for (const { tool, args } of turn?.call ?? []) {
    const offered = tools.find(({ name }) => new RegExp(tool, 'u').test(name));
    if (offered) return [{ name: offered.name, args }];
  }
  return [];
}

function chooseCalls(prompt: Prompt): ToolCall[] {
  if (prompt.tools.length === 0 || prompt.toolMode === 'none' || prompt.toolResults.length > 0) return [];
  const allowed = prompt.allowedTools?.length ? new Set(prompt.allowedTools) : undefined;
  const candidates = allowed ? prompt.tools.filter((tool) => allowed.has(tool.name)) : prompt.tools;
  let chosen = candidates.filter((tool) => mentions(prompt.lastUserText, tool.name));
  if (chosen.length === 0 && prompt.toolMode === 'any') chosen = candidates.slice(0, 1);
  if (prompt.parallelTools === false) chosen = chosen.slice(0, 1);
  return chosen.map(({ name, schema }) => {
    const args = createSchemaInstance(schema);
    return { name, args: typeof args === 'object' && args !== null && !Array.isArray(args) ? args : {} };
  });
}

function mentions(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
    if (!isNameChar(text[at - 1]) && !isNameChar(text[at + name.length])) return true;
  }
  return false;
}

function isNameChar(char: string | undefined): boolean {
  return char !== undefined && /[A-Za-z0-9_-]/u.test(char);
}

/** A beginning of somebody else's making is followed by the whole answer. */
function goOn(said: string, begun: string | undefined): string {
  return begun !== undefined && said.startsWith(begun) ? said.slice(begun.length) : said;
}

function compose(prompt: Prompt): string {
  if (prompt.huge) return 'x'.repeat(HUGE_TEXT_BYTES);
  if (prompt.schema !== undefined) return JSON.stringify(createSchemaInstance(prompt.schema));
  const answer = prose(prompt);
  return prompt.jsonMode ? JSON.stringify({ answer }) : answer;
}

function prose(prompt: Prompt): string {
  if (prompt.toolResults.length > 0) {
    return `The tools answered: ${prompt.toolResults.map(({ name, text }) => `${name} = ${text}`).join('; ')}`;
  }
  const seen = prompt.media.map(({ mimeType, sizeBytes }) => `${mimeType} (${sizeBytes} bytes)`);
  const echo = `You said: ${prompt.lastUserText}`;
  return seen.length > 0 ? `${echo}\nI saw: ${seen.join(', ')}` : echo;
}

function cutAtStop(
  text: string,
  stops: readonly string[],
): { readonly text: string; readonly matched?: string } {
  let first: { at: number; stop: string } | undefined;
  for (const stop of stops) {
    const at = stop === '' ? -1 : text.indexOf(stop);
    if (at !== -1 && (!first || at < first.at)) first = { at, stop };
  }
  return first ? { text: text.slice(0, first.at), matched: first.stop } : { text };
}

function cutToTokens(text: string, tokens: number): string {
  if (countTokens(text) <= tokens) return text;
  // Cutting bytes may split a character: what TextDecoder cannot finish is left out.
  return new TextDecoder().decode(Buffer.from(text).subarray(0, tokens * 4), { stream: true });
}
