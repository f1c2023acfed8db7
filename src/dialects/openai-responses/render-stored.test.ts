// The endpoints around kept answers, and the count of tokens.

import { describe, expect, it } from 'vitest';
import { createLoss } from '../../canon/loss.ts';
import { parseCountTokens, renderCountTokens } from './count-tokens.ts';
import { parseInputItemsQuery, renderDeleted, renderInputItems, responseNotFound } from './render-stored.ts';

describe('input items', () => {
  it('reads the paging with its defaults', () => {
    expect(parseInputItemsQuery(new URLSearchParams())).toEqual({
      limit: 20,
      order: 'desc',
      after: undefined,
    });
    const query = new URLSearchParams('limit=3&order=asc&after=in_1');
    expect(parseInputItemsQuery(query)).toEqual({ limit: 3, order: 'asc', after: 'in_1' });
  });

  for (const query of ['limit=0', 'limit=101', 'limit=x', 'order=up']) {
    it(`refuses ${query}`, () => {
      expect(() => parseInputItemsQuery(new URLSearchParams(query))).toThrow(/Invalid value/u);
    });
  }

  it('renders a page with its first and last id', () => {
    const page = renderInputItems([{ id: 'a' }, { id: 'b' }], true);
    expect(page).toEqual({
      object: 'list',
      data: [{ id: 'a' }, { id: 'b' }],
      first_id: 'a',
      last_id: 'b',
      has_more: true,
    });
    expect(renderInputItems([], false)).toMatchObject({ first_id: null, last_id: null });
  });
});

describe('kept answers', () => {
  it("are deleted and missed in OpenAI's words", () => {
    expect(renderDeleted('resp_1')).toEqual({ id: 'resp_1', object: 'response', deleted: true });
    expect(responseNotFound('resp_1')).toMatchObject({
      status: 404,
      message: "Response with id 'resp_1' not found.",
    });
  });
});

describe('the count of tokens', () => {
  it('takes a body without input', () => {
    const request = parseCountTokens({ model: 'm', instructions: 'x', stream: true }, createLoss());
    expect(request.messages).toEqual([]);
    expect(request.stream).toBe(false);
  });

  it('is a whole number', () => {
    expect(renderCountTokens(12.4)).toEqual({ object: 'response.input_tokens', input_tokens: 12 });
    expect(renderCountTokens(-1)['input_tokens']).toBe(0);
  });
});
