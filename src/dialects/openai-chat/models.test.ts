import { describe, expect, it } from 'vitest';
import { renderModel, renderModelList } from './models.ts';

const entry = {
  id: 'gemini-3.8-flash',
  provider: 'gemini',
  displayName: 'Flash',
  methods: ['generateContent'],
};

describe('models', () => {
  it('are shown with the four fields that SDKs require', () => {
    expect(renderModel(entry, 1_800_000_000_999)).toEqual({
      id: 'gemini-3.8-flash',
      object: 'model',
      created: 1_800_000_000,
      owned_by: 'gemini',
    });
  });

  it('are listed in their order', () => {
    const list = renderModelList([entry, { id: 'gpt-5', provider: 'openai' }], 0);
    expect(list).toMatchObject({ object: 'list', data: [{ id: 'gemini-3.8-flash' }, { id: 'gpt-5' }] });
    expect(renderModelList([], 0)).toEqual({ object: 'list', data: [] });
  });
});
