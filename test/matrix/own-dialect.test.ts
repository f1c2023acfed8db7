// What a dialect renders it understands as it was meant: requests, whole answers and streams in pieces of any size, for
// conversations of all kinds; and fields that only it knows go through the canon and come out as they came.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CanonAnswer } from '../../src/canon/answer.ts';
import type { ContentPart } from '../../src/canon/content.ts';
import { createStreamFold } from '../../src/canon/fold-stream.ts';
import { createLoss } from '../../src/canon/loss.ts';
import type { CanonRequest } from '../../src/canon/request.ts';
import type { StreamEvent } from '../../src/canon/stream-event.ts';
import { asObject, type JsonObject, type JsonValue } from '../../src/lib/json.ts';
import { clientFaces, providerFaces } from '../fuzz/faces.ts';
import { answerOf, dialects, question, requestOf, STAND_IN, word } from './random-conversations.ts';

/** What no wire holds apart: fields that are not there and fields that are undefined. */
function bare<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/** The meaning of an answer: without the vendor's own words for it and the ids that a renderer gives. */
function meaning(answer: CanonAnswer | undefined): unknown {
  return bare(
    answer?.candidates.map(({ parts, finish }) => ({
      finish: finish.kind,
      parts: parts.map(({ extras: _extras, ...part }) => part),
    })),
  );
}

function eventsOf({ id, model, candidates, usage }: CanonAnswer): readonly StreamEvent[] {
  const events: StreamEvent[] = [{ type: 'answer-start', id, model }];
  for (const { parts, finish } of candidates) {
    for (const part of parts) events.push(...partEvents(part));
    events.push({ type: 'finish', candidate: 0, finish });
  }
  return [...events, ...(usage ? [{ type: 'usage', usage } as const] : []), { type: 'answer-end' }];
}

function partEvents(part: ContentPart): readonly StreamEvent[] {
  const candidate = 0;
  if (part.type === 'tool-call') {
    const { id, name, argumentsJson } = part;
    return [
      { type: 'tool-call-start', candidate, id, idFromModel: true, name, signature: part.signature },
      ...Array.from(argumentsJson).map((json) => ({ type: 'tool-call-delta', candidate, json }) as const),
      { type: 'tool-call-end', candidate },
    ];
  }
  if (part.type !== 'text' && part.type !== 'reasoning') return [];
  return [
    { type: `${part.type}-start`, candidate },
    ...Array.from(part.text).map(
      (piece) => ({ type: `${part.type}-delta`, candidate, text: piece }) as const,
    ),
    { type: `${part.type}-end`, candidate, signature: part.signature },
  ];
}

describe.each(dialects)('$name', (dialect) => {
  const provider = providerFaces[dialect.name];
  const client = clientFaces[dialect.name];

  function render(request: CanonRequest): JsonObject {
    const loss = createLoss();
    const body = provider.renderRequest(request, {
      loss,
      model: dialect.model,
      recallSignature: () => undefined,
    });
    expect([...loss.items]).toEqual([]);
    return bare(body);
  }

  /** As its door hands it over. */
  function parse(body: JsonObject, stream: boolean): CanonRequest {
    return client.parseRequest({ ...body, model: dialect.model, stream }, createLoss());
  }

  it('understands its own requests, and says them again in the same words', () => {
    fc.assert(
      fc.property(requestOf(dialect), (asked) => {
        const body = render(asked);
        const again = parse(body, asked.stream);
        expect(bare(reach(again))).toEqual(bare(reach(asked)));
        expect(render(again)).toEqual(body);
      }),
      { numRuns: 60 },
    );
  });

  it('hands through what only it knows', () => {
    fc.assert(
      fc.property(requestOf(dialect), word, fc.integer({ min: 1, max: 99 }), (asked, v, n) => {
        const own = dialect.own(v, n);
        const body = render(asked);
        const loss = createLoss();
        const request = parse({ ...body, ...own, ...merged(body, own) }, asked.stream);
        const context = { loss, model: dialect.model, recallSignature: () => undefined };
        expect(bare(provider.renderRequest(request, context))).toMatchObject(own);
      }),
      { numRuns: 40 },
    );
  });

  it('understands its own answers, whole and in pieces', () => {
    const request = parse(render(question), false);
    fc.assert(
      fc.property(answerOf(dialect), fc.integer({ min: 1, max: 60 }), (answer, size) => {
        const context = { nowMs: 0, requestId: 'r1', request };
        const whole = provider.parseAnswer(bare(client.renderAnswer(answer, context)) as JsonValue, request);
        expect(meaning(whole)).toEqual(meaning(answer));
        expect(whole.usage).toMatchObject({ inputTokens: 7, cachedInputTokens: 2, outputTokens: 5 });

        const renderer = client.createStreamRenderer(context);
        const bytes = Buffer.from(
          eventsOf(answer)
            .map((event) => renderer.render(event))
            .join(''),
        );
        const fold = createStreamFold();
        const parser = provider.createStreamParser({ ...request, stream: true }, (event) => fold.push(event));
        for (let at = 0; at < bytes.length; at += size) parser.push(bytes.subarray(at, at + size));
        parser.end();
        expect(meaning(fold.answer())).toEqual(meaning(answer));
      }),
      { numRuns: 60 },
    );
  });
});

/** What a request means, in whichever messages a dialect must put it, and whether it names the tool of a result or not. */
function reach(request: CanonRequest): object {
  const { system, messages, tools, toolChoice, sampling, stop, maxOutputTokens, stream } = request;
  const parts = messages.flatMap(({ role, parts: all }) => all.map((part) => [role, meant(part)]));
  return { system, parts, tools, toolChoice, sampling, stop, maxOutputTokens, stream };
}

function meant({ extras: _extras, signature, ...part }: ContentPart): object {
  const own = signature?.value === STAND_IN ? undefined : signature;
  // A detail has to be said here and there, and `auto` says nothing.
  const detail = part.type === 'media' && part.detail !== 'auto' ? part.detail : undefined;
  return { ...part, signature: own, detail, ...(part.type === 'tool-result' && { name: '' }) };
}

function merged(body: JsonObject, own: JsonObject): JsonObject {
  const config = asObject(own['generationConfig']);
  return config === undefined
    ? {}
    : { generationConfig: { ...asObject(body['generationConfig']), ...config } };
}
