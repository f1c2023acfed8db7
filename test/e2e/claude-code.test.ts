// A request in the form in which Claude Code sends it, through Anthropic's own SDK.

import { describe, expect, it } from 'vitest';
import { CLIENT_KEY, useWorld } from './sdk-world.ts';

const world = useWorld();

const betas = ['claude-code-20250219', 'interleaved-thinking-2025-05-14', 'context-management-2025-06-27'];
const cached = { cache_control: { type: 'ephemeral' as const } };
const request = {
  model: 'claude-opus-4-5',
  max_tokens: 4000,
  betas,
  metadata: { user_id: JSON.stringify({ device_id: 'd1', account_uuid: '', session_id: 's1' }) },
  thinking: { type: 'enabled' as const, budget_tokens: 1024 },
  context_management: { edits: [{ type: 'clear_thinking_20251015' as const, keep: 'all' as const }] },
  system: [
    {
      type: 'text' as const,
      text: 'x-anthropic-billing-header: cc_version=2.1; cc_entrypoint=cli; cch=1a2b3;',
    },
    { type: 'text' as const, text: 'You write code.', ...cached },
  ],
  tools: [
    {
      name: 'Read',
      description: 'Reads a file',
      input_schema: {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        type: 'object' as const,
        properties: { file_path: { type: 'string' }, limit: { type: 'integer', exclusiveMinimum: 0 } },
        required: ['file_path'],
        additionalProperties: false,
      },
      ...cached,
    },
  ],
};

const opening = {
  role: 'user' as const,
  content: [
    { type: 'text' as const, text: '<system-reminder>Today is Monday.</system-reminder>' },
    { type: 'text' as const, text: 'please Read the notes', ...cached },
  ],
};

describe('Claude Code', () => {
  it('works through a tool call on Gemini keys, streamed, with a system message amid the turns', async () => {
    const first = await world.anthropic.beta.messages
      .stream({ ...request, messages: [opening] })
      .finalMessage();
    const use = first.content.find((block) => block.type === 'tool_use');
    expect(first.stop_reason).toBe('tool_use');
    expect(use).toMatchObject({ name: 'Read', input: { file_path: expect.any(String) as string } });
    const second = await world.anthropic.beta.messages
      .stream({
        ...request,
        messages: [
          opening,
          { role: 'assistant', content: first.content },
          {
            role: 'user',
            content: [{ type: 'tool_result', tool_use_id: use?.id ?? '', content: 'the notes', ...cached }],
          },
          { role: 'system', content: 'The user opened another file.' },
        ],
      })
      .finalMessage();
    expect(second.stop_reason).toBe('end_turn');
    // It prints the last block as its answer.
    expect(second.content.at(-1)).toMatchObject({
      type: 'text',
      text: expect.stringContaining('the notes') as string,
    });
    expect(world.statuses).toEqual([200, 200]);
  });

  it('shows the provider nothing of itself: no account, no billing line, no credential', async () => {
    await world.anthropic.beta.messages.create({ ...request, messages: [opening] });
    const [call] = world.calls;
    const sent = JSON.stringify([call?.headers, call?.url, call?.body]);
    expect(sent).not.toContain('x-anthropic-billing-header');
    expect(sent).not.toContain('session_id');
    expect(sent).not.toContain('anthropic');
    expect(sent).not.toContain(CLIENT_KEY);
    expect(sent).toContain('You write code.');
    expect(world.statuses).toEqual([200]);
  });

  it('counts tokens of the same prompt', async () => {
    const { max_tokens: _max, metadata: _metadata, ...prompt } = request;
    const count = await world.anthropic.beta.messages.countTokens({ ...prompt, messages: [opening] });
    expect(count.input_tokens).toBeGreaterThan(0);
    expect(world.statuses).toEqual([200]);
  });
});
