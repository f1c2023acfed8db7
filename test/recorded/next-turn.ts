// Feeds a rendered answer back as the next turn's history: the provider's own signatures must be in what leaves.

import { createLoss } from '../../src/canon/loss.ts';
import type { CanonRequest } from '../../src/canon/request.ts';
import { asArray, asObject, asString, isObject, tryParseJson, type JsonObject } from '../../src/lib/json.ts';
import type { Rendered, ReadAnswer } from './face-render.ts';
import { readGeminiChunks } from './gemini-chunks.ts';
import { gatherChatStream } from './gather-chat-stream.ts';
import { jsonObjects } from './json-objects.ts';
import type { Protocol } from './protocols.ts';
import { gatherMessage } from './read-anthropic-answer.ts';
import { readEventData } from './read-event-data.ts';

export interface Turn {
  readonly protocol: Protocol;
  readonly door: Protocol;
  /** What the provider sent. */
  readonly body: string;
  readonly stream: boolean;
  readonly rendered: Rendered;
  readonly read: ReadAnswer;
  readonly request: CanonRequest;
}

/** Sentences about what is missing, those with an excuse marked as such; undefined when the provider signed nothing. */
export function findLostSignatures(turn: Turn): readonly string[] | undefined {
  const signatures = signaturesOf(turn.protocol, turn.body, turn.stream);
  if (signatures.length === 0) return undefined;
  const lost = searchLost(turn, signatures);
  const excuse = lost.length === 0 ? undefined : excuseOf(turn);
  return excuse === undefined ? lost : [`(ok) ${excuse}`];
}

function excuseOf({ protocol, door, body, read }: Turn): string | undefined {
  const parts = read.answer?.candidates[0]?.parts ?? [];
  if (parts.every((part) => part.type === 'reasoning' || (part.type === 'text' && part.text.trim() === '')))
    return 'white space alone is no turn that its provider would take back';
  if (protocol.name === 'gemini' && door.name === 'anthropic' && parts.at(-1)?.type === 'text')
    return 'a signature after the last text would hide the answer from agents, and Google does not ask for it';
  if (protocol.name === 'gemini' && door.name !== 'gemini' && /"(?:executableCode|toolCall)"/u.test(body))
    return 'steps of Google’s own tools are not told in other dialects, and Google does not ask for them';
  return undefined;
}

function searchLost(turn: Turn, signatures: readonly string[]): readonly string[] {
  return (['whole', 'streamed'] as const).flatMap((manner) => {
    const left = nextRequest(turn, manner);
    const lost = signatures.filter((signature) => !left.includes(JSON.stringify(signature).slice(1, -1)));
    return lost.length === 0 ? [] : [`${lost.length} of ${signatures.length} are lost, ${manner}`];
  });
}

/** The request that leaves for the provider, as text. */
function nextRequest({ protocol, door, rendered, read, request }: Turn, manner: keyof Rendered): string {
  const history = HISTORIES[door.name](rendered[manner], manner === 'streamed');
  const next = door.client.parseRequest({ model: request.model, ...history }, createLoss());
  const memory = new Map(
    (read.answer?.candidates ?? [])
      .flatMap(({ parts }) => parts)
      .flatMap((part) =>
        part.type === 'tool-call' && part.signature?.vendor === 'gemini'
          ? [[part.id, part.signature.value] as const]
          : [],
      ),
  );
  const body = protocol.provider.renderRequest(
    { ...next, reasoning: request.reasoning ?? { effort: 'high' } },
    { loss: createLoss(), model: request.model, recallSignature: (callId) => memory.get(callId) },
  );
  return JSON.stringify(body);
}

type History = (answer: string, stream: boolean) => JsonObject;

const HISTORIES: Readonly<Record<Protocol['name'], History>> = {
  'openai.chat': (answer, stream) => {
    const message = stream
      ? gatherChatStream(answer)
      : (asObject(jsonObjects(objectOf(answer)['choices'])[0]?.['message']) ?? {});
    const results = jsonObjects(message['tool_calls']).map(({ id }) => ({
      role: 'tool',
      tool_call_id: id ?? '',
      content: 'done',
    }));
    return {
      messages: [{ role: 'user', content: 'Go on.' }, message, ...results, ...thanks(results, 'content')],
    };
  },
  anthropic: (answer, stream) => {
    const message = stream ? (gatherMessage(answer) ?? {}) : objectOf(answer);
    const content = jsonObjects(message['content']);
    const results = content
      .filter(({ type }) => type === 'tool_use')
      .map(({ id }) => ({ type: 'tool_result', tool_use_id: id ?? '', content: 'done' }));
    return {
      max_tokens: 4096,
      messages: [
        { role: 'user', content: 'Go on.' },
        { role: 'assistant', content: [...content] },
        { role: 'user', content: results.length > 0 ? results : 'Thanks.' },
      ],
    };
  },
  'openai.responses': (answer, stream) => {
    const response = stream ? asObject(readEventData(answer)?.at(-1)?.['response']) : objectOf(answer);
    const output = jsonObjects(response?.['output']);
    const results = output.flatMap(({ type, call_id = '' }) =>
      type === 'function_call' || type === 'custom_tool_call'
        ? [{ type: `${type}_output`, call_id, output: 'done' }]
        : [],
    );
    return {
      input: [{ role: 'user', content: 'Go on.' }, ...output, ...results, ...thanks(results, 'content')],
    };
  },
  gemini: (answer) => {
    const parts = (readGeminiChunks(Buffer.from(answer)) ?? []).flatMap((chunk) =>
      jsonObjects(asObject(jsonObjects(chunk['candidates'])[0]?.['content'])?.['parts']),
    );
    const results = parts.flatMap(({ functionCall }) => {
      const call = asObject(functionCall);
      if (call === undefined) return [];
      const { id, name = '' } = call;
      const response = { output: 'done' };
      return [{ functionResponse: { ...(id !== undefined && { id }), name, response } }];
    });
    return {
      contents: [
        { role: 'user', parts: [{ text: 'Go on.' }] },
        { role: 'model', parts: [...parts] },
        { role: 'user', parts: results.length > 0 ? results : [{ text: 'Thanks.' }] },
      ],
    };
  },
};

function thanks(results: readonly unknown[], field: string): readonly JsonObject[] {
  return results.length > 0 ? [] : [{ role: 'user', [field]: 'Thanks.' }];
}

function objectOf(text: string): JsonObject {
  return asObject(tryParseJson(text)) ?? {};
}

/** Every opaque value of the recorded answer that its provider wants back. */
function signaturesOf(protocol: Protocol, body: string, stream: boolean): readonly string[] {
  const values = stream && protocol.name !== 'gemini' ? readEventData(body) : undefined;
  switch (protocol.name) {
    case 'gemini': {
      const candidates = (readGeminiChunks(Buffer.from(body)) ?? []).map(
        (chunk) => asArray(chunk['candidates'])[0],
      );
      return collect(candidates, 'thoughtSignature');
    }
    case 'anthropic': {
      const message = stream ? (gatherMessage(body) ?? {}) : objectOf(body);
      return jsonObjects(message['content']).flatMap((block) =>
        block['type'] === 'thinking' || block['type'] === 'redacted_thinking'
          ? ([block['signature'], block['data']].filter(
              (value) => typeof value === 'string' && value !== '',
            ) as string[])
          : [],
      );
    }
    case 'openai.responses': {
      // Each telling of an item is encrypted anew: the one that comes when it is done is the one that is taken.
      const done = values?.filter(({ type }) => type === 'response.output_item.done');
      const items = done?.map(({ item }) => asObject(item) ?? {}) ?? jsonObjects(objectOf(body)['output']);
      return items
        .filter(({ type }) => type === 'reasoning')
        .flatMap((item) => asString(item['encrypted_content']) ?? []);
    }
    default:
      return [];
  }
}

function collect(value: unknown, name: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => collect(item, name));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === name && typeof inner === 'string' ? [inner] : collect(inner, name),
  );
}
