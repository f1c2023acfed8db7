// Signatures of every vendor travel through a client that keeps nothing but items, and come back to where they were.

import { describe, expect, it } from 'vitest';
import type { ContentPart, Signature } from '../../canon/content.ts';
import type { JsonObject } from '../../lib/json.ts';
import { renderAnswer } from './render-answer.ts';
import { answerContext, parse, requestContext } from './request.fixture.ts';
import { renderRequest } from './render-request.ts';
import { markSignature, unmarkSignature, type SignaturePlace } from './signature-mark.ts';

const vendors = ['gemini', 'anthropic', 'openai'] as const;

function sent(parts: readonly ContentPart[]): JsonObject[] {
  const answer = { model: 'm', candidates: [{ index: 0, parts, finish: { kind: 'stop' } as const }] };
  return renderAnswer(answer, answerContext())['output'] as JsonObject[];
}

/** What the provider is told in the next turn of a client that sends the output back. */
function comeBack(parts: readonly ContentPart[]): readonly ContentPart[] {
  return parse({ input: [{ role: 'user', content: 'hi' }, ...sent(parts)] }).request.messages[1]?.parts ?? [];
}

describe('a signature', () => {
  for (const vendor of vendors) {
    const signature: Signature = { vendor, value: 'c2ln.bmF0dXJl' };
    const shapes: Readonly<Record<string, readonly ContentPart[]>> = {
      'on a thought': [{ type: 'reasoning', text: 'hm', signature }],
      'on a thought without words': [{ type: 'reasoning', text: '', signature }],
      'of redacted reasoning': [{ type: 'reasoning', text: '', redactedData: signature.value, signature }],
      'on a text': [
        { type: 'text', text: 'a', signature },
        { type: 'text', text: 'b' },
      ],
      'on an empty text at the end': [
        { type: 'text', text: 'a' },
        { type: 'text', text: '', signature },
      ],
      'on the first of two calls': [
        { type: 'text', text: 'a' },
        { type: 'tool-call', id: 'c1', idFromModel: true, name: 'f', argumentsJson: '{}', signature },
        { type: 'tool-call', id: 'c2', idFromModel: true, name: 'g', argumentsJson: '{"x":1}' },
      ],
      'on a text before an unsigned call': [
        { type: 'text', text: 'a', signature },
        { type: 'tool-call', id: 'c1', idFromModel: true, name: 'f', argumentsJson: '{}' },
      ],
    };
    for (const [name, parts] of Object.entries(shapes)) {
      it(`of ${vendor} ${name} comes back as it was`, () => {
        expect(comeBack(parts)).toEqual(parts);
      });
    }
  }

  it('goes back to OpenAI only when it is its own', () => {
    const parts = vendors.map((vendor): ContentPart => {
      return { type: 'reasoning', text: vendor, signature: { vendor, value: `${vendor}-value` } };
    });
    const { request } = parse({ input: [{ role: 'user', content: 'hi' }, ...sent(parts)] });
    const body = renderRequest(request, requestContext());
    expect((body['input'] as JsonObject[]).filter((item) => item['type'] === 'reasoning')).toEqual([
      {
        type: 'reasoning',
        summary: [{ type: 'summary_text', text: 'openai' }],
        encrypted_content: 'openai-value',
      },
    ]);
    expect(JSON.stringify(body)).not.toContain('gemini-value');
  });
});

describe('markSignature', () => {
  const places: readonly SignaturePlace[] = ['thought', 'redacted', 'text', 'tail', 'call'];
  it('is undone by unmarkSignature, whatever the value looks like', () => {
    for (const vendor of vendors) {
      for (const place of places) {
        for (const value of ['abc', 'pollux.gemini.text.x', 'a.b.c=', 'ü']) {
          const placed = { place, signature: { vendor, value } };
          expect(unmarkSignature(markSignature(placed))).toEqual(placed);
        }
      }
    }
  });

  it("leaves OpenAI's own bare, and takes what is bare for OpenAI's", () => {
    expect(markSignature({ place: 'thought', signature: { vendor: 'openai', value: 'gAAA' } })).toBe('gAAA');
    expect(unmarkSignature('gAAA')).toEqual({
      place: 'thought',
      signature: { vendor: 'openai', value: 'gAAA' },
    });
    expect(unmarkSignature('')).toBeUndefined();
    expect(unmarkSignature('pollux.gemini.call.')).toBeUndefined();
  });
});
