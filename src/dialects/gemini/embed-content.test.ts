import { describe, expect, it } from 'vitest';
import { createLoss } from '../../canon/loss.ts';
import type { JsonObject } from '../../lib/json.ts';
import { parseEmbedContent, renderEmbedContent } from './embed-content.ts';

const content = { parts: [{ text: 'Castor ' }, { text: 'and Pollux' }] };

function parse(body: JsonObject) {
  const loss = createLoss();
  return { request: parseEmbedContent(body, 'models/m', loss), lost: [...loss.items] };
}

describe('contents to embed', () => {
  it('of one call are one text, and what another provider has no word for is named', () => {
    expect(parse({ content, taskType: 'CLUSTERING', output_dimensionality: 64 })).toEqual({
      request: { model: 'm', inputs: ['Castor and Pollux'], dimensions: 64 },
      lost: ['taskType'],
    });
  });

  it('of a batch are texts in their order', () => {
    const requests = [
      { model: 'models/m', content },
      { model: 'models/m', content: { parts: [{ text: 'Leda' }] } },
    ];
    expect(parse({ requests }).request.inputs).toEqual(['Castor and Pollux', 'Leda']);
  });

  it.each<[string, JsonObject]>([
    ['content', {}],
    ['content', { content: { parts: [] } }],
    ['content.parts', { content: { parts: [{ inlineData: { data: '', mimeType: 'image/png' } }] } }],
    ['requests[1]', { requests: [{ content }, 5] }],
    ['requests', { requests: [] }],
    ['requests', { requests: [{ content }, { content, outputDimensionality: 3 }] }],
  ])('are refused by the name of %s: %j', (param, body) => {
    expect(() => parse(body)).toThrow(
      expect.objectContaining({ code: 'invalid_request', options: { param } }) as Error,
    );
  });

  it('are answered in the form in which they came', () => {
    const answer = { model: 'm', vectors: [[1, 2]] };
    expect(renderEmbedContent(answer, { content })).toEqual({ embedding: { values: [1, 2] } });
    expect(renderEmbedContent(answer, { requests: [] })).toEqual({ embeddings: [{ values: [1, 2] }] });
  });
});
