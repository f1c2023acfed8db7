// A client as small as it gets: reads server-sent events by the public grammar and gathers chunks into an answer.
// For tests only; shares nothing with the renderer.

interface Delta {
  readonly [name: string]: unknown;
}

interface Choice {
  readonly index: number;
  readonly delta: Delta;
  readonly logprobs: { readonly content: unknown[] } | null;
  readonly finish_reason: string | null;
}

/** One `chat.completion.chunk`. */
export interface Chunk {
  readonly id: string;
  readonly object: string;
  readonly created: number;
  readonly model: string;
  readonly choices: readonly Choice[];
  readonly usage?: unknown;
  readonly error?: unknown;
}

/** The stream's data lines, `[DONE]` included, from bytes in pieces of `size`. */
export function readDataLines(stream: string, size: number): string[] {
  const bytes = Buffer.from(stream);
  const decoder = new TextDecoder();
  const lines: string[] = [];
  let held = '';
  for (let at = 0; at < bytes.length; at += size) {
    held += decoder.decode(bytes.subarray(at, at + size), { stream: true });
    for (let end = held.indexOf('\n\n'); end !== -1; end = held.indexOf('\n\n')) {
      const event = held.slice(0, end);
      held = held.slice(end + 2);
      if (event.startsWith('data: ')) lines.push(event.slice(6));
    }
  }
  if (held !== '') throw new Error('the stream ends inside an event');
  return lines;
}

/** The answer that a client has after the last chunk. */
export function gatherChunks(chunks: readonly Chunk[]): Record<string, unknown> {
  const choices = new Map<number, Record<string, unknown>>();
  let usage: unknown;
  for (const chunk of chunks) {
    if (chunk.usage !== undefined && chunk.usage !== null) usage = chunk.usage;
    for (const { index, delta, logprobs, finish_reason } of chunk.choices) {
      const choice = choices.get(index) ?? {
        index,
        message: { refusal: null },
        logprobs: null,
        finish_reason: null,
      };
      choices.set(index, choice);
      choice['message'] = merge(choice['message'], delta);
      if (logprobs !== null) choice['logprobs'] = joinLogprobs(choice['logprobs'], logprobs);
      if (finish_reason !== null) choice['finish_reason'] = finish_reason;
    }
  }
  const [first] = chunks;
  const ordered = [...choices.values()].toSorted((a, b) => Number(a['index']) - Number(b['index']));
  const answer = {
    id: first?.id,
    object: 'chat.completion',
    created: first?.created,
    model: first?.model,
    choices: ordered,
  };
  return usage === undefined ? answer : { ...answer, usage };
}

/** As the SDKs do it: texts are joined, objects merged, lists merged by `index` where entries have one. */
function merge(held: unknown, fresh: unknown): unknown {
  if (held === null || held === undefined) return Array.isArray(fresh) ? mergeLists([], fresh) : fresh;
  if (fresh === null || fresh === undefined) return held;
  if (typeof held === 'string' && typeof fresh === 'string') return held + fresh;
  if (Array.isArray(held) && Array.isArray(fresh)) return mergeLists(held, fresh);
  if (typeof held !== 'object' || typeof fresh !== 'object') return fresh;
  const merged: Record<string, unknown> = { ...held };
  for (const [name, value] of Object.entries(fresh)) merged[name] = merge(merged[name], value);
  return merged;
}

function mergeLists(held: unknown[], fresh: unknown[]): unknown[] {
  const merged = [...held];
  for (const item of fresh) {
    const index: unknown =
      typeof item === 'object' && item !== null && 'index' in item ? item.index : undefined;
    if (typeof index === 'number') merged[index] = merge(merged[index], item);
    else merged.push(item);
  }
  return merged;
}

function joinLogprobs(held: unknown, fresh: { readonly content: unknown[] }): unknown {
  const before = typeof held === 'object' && held !== null && 'content' in held ? held.content : [];
  return { ...fresh, content: [...(Array.isArray(before) ? before : []), ...fresh.content] };
}
