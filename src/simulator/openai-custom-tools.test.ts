import OpenAI from 'openai';
import { beforeAll, describe, expect, it } from 'vitest';
import { useSimulator } from './use-simulator.fixture.ts';

const world = useSimulator({ acceptAnyKey: true });
let client: OpenAI;
beforeAll(() => {
  client = new OpenAI({ apiKey: 'k', baseURL: `${world.base}/v1`, maxRetries: 0 });
});

const request = {
  model: 'gpt-5',
  input: 'please apply_patch',
  tools: [{ type: 'custom' as const, name: 'apply_patch' }],
};

describe('a custom tool of the Responses API', () => {
  it('is called with plain text, and its result is quoted', async () => {
    const { output } = await client.responses.create(request);
    const call = output.find((item) => item.type === 'custom_tool_call');
    expect(call).toMatchObject({ name: 'apply_patch', input: 'sample input' });
    const result = {
      type: 'custom_tool_call_output' as const,
      call_id: call?.call_id ?? '',
      output: 'patched',
    };
    const answer = await client.responses.create({
      ...request,
      input: [{ role: 'user', content: request.input }, ...output, result] as OpenAI.Responses.ResponseInput,
    });
    expect(answer.output_text).toContain('apply_patch = patched');
  });

  it('streams the text in pieces that make the whole', async () => {
    let text = '';
    let whole: string | undefined;
    for await (const event of client.responses.stream(request)) {
      if (event.type === 'response.custom_tool_call_input.delta') text += event.delta;
      if (event.type === 'response.custom_tool_call_input.done') whole = event.input;
    }
    expect([text, whole]).toEqual(['sample input', 'sample input']);
  });

  it('wants a result for each call', async () => {
    const call = { type: 'custom_tool_call' as const, call_id: 'c1', name: 'apply_patch', input: 'x' };
    await expect(client.responses.create({ ...request, input: [call] })).rejects.toThrow(/c1/u);
  });
});
