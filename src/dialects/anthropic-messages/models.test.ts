import { describe, expect, it } from 'vitest';
import type { ModelEntry } from '../../canon/model-entry.ts';
import {
  addClaudeAliases,
  parseModelPage,
  renderModel,
  renderModelList,
  resolveClaudeAlias,
} from './models.ts';

function entry(id: string, more: Partial<ModelEntry> = {}): ModelEntry {
  return { id, provider: 'gemini', ...more };
}

const five = ['e', 'c', 'a', 'd', 'b'].map((id) => entry(id));

function page(query: Record<string, string>) {
  const { data, ...rest } = renderModelList(five, parseModelPage(query));
  return [(data as { id: string }[]).map(({ id }) => id).join(''), rest];
}

describe('the model list', () => {
  it('describes a model in Anthropic’s form, what is unknown as Anthropic says it', () => {
    expect(
      renderModel(entry('gemini-3.8-flash', { displayName: 'Gemini 3.8 Flash', inputTokenLimit: 1_048_576 })),
    ).toEqual({
      type: 'model',
      id: 'gemini-3.8-flash',
      display_name: 'Gemini 3.8 Flash',
      created_at: '1970-01-01T00:00:00Z',
      max_input_tokens: 1_048_576,
      max_tokens: null,
      capabilities: null,
    });
    expect(renderModel(entry('x'))['display_name']).toBe('x');
  });

  it.each<readonly [string, Record<string, string>, string, boolean]>([
    ['all', {}, 'abcde', false],
    ['the first page', { limit: '2' }, 'ab', true],
    ['the next', { limit: '2', after_id: 'b' }, 'cd', true],
    ['the last', { limit: '2', after_id: 'd' }, 'e', false],
    ['backwards, the nearest first', { limit: '2', before_id: 'd' }, 'bc', true],
    ['a cursor that is gone', { after_id: 'bb' }, 'cde', false],
    ['as many as Claude Code asks for', { limit: '1000' }, 'abcde', false],
    ['a limit below one', { limit: '0' }, 'a', true],
    ['a limit that is no number', { limit: 'all' }, 'abcde', false],
    ['nothing left', { after_id: 'z' }, '', false],
  ])('is read in pages: %s', (_name, query, ids, hasMore) => {
    expect(page(query)).toEqual([
      ids,
      { has_more: hasMore, first_id: ids[0] ?? null, last_id: ids.at(-1) ?? null },
    ]);
  });

  it('shows twenty models where no limit is given', () => {
    const many = Array.from({ length: 25 }, (_, at) => entry(`m${at}`));
    expect(renderModelList(many)).toMatchObject({ has_more: true, data: { length: 20 } });
  });
});

describe('aliases for Claude Code, which keeps only ids with claude or anthropic in them', () => {
  const chat = entry('gemini-3.8-flash', { methods: ['generateContent'] });
  const others = [
    entry('gemini-embedding-2', { methods: ['embedContent'] }),
    entry('gemini-3.8-flash-tts', { methods: ['generateContent'] }),
    entry('text-embedding-3-small'),
    entry('claude-sonnet-5'),
  ];

  it('stand beside chat models alone', () => {
    const ids = addClaudeAliases([chat, ...others, entry('gpt-5-mini')]).map(({ id }) => id);
    expect(ids).toEqual([
      chat.id,
      ...others.map(({ id }) => id),
      'gpt-5-mini',
      'claude-gemini-3.8-flash',
      'claude-gpt-5-mini',
    ]);
  });

  it('do not hide a model of that very name', () => {
    const list = [chat, entry('claude-gemini-3.8-flash')];
    expect(addClaudeAliases(list)).toEqual(list);
    expect(resolveClaudeAlias('claude-gemini-3.8-flash', () => true)).toBeUndefined();
  });

  it('lead back to their model', () => {
    const isModel = (id: string) => id === chat.id;
    expect(resolveClaudeAlias('claude-gemini-3.8-flash', isModel)).toBe('gemini-3.8-flash');
    expect(resolveClaudeAlias('claude-sonnet-5', isModel)).toBeUndefined();
    expect(resolveClaudeAlias('gemini-3.8-flash', isModel)).toBeUndefined();
  });
});
