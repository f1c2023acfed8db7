import { describe, expect, it } from 'vitest';
import type { Script } from './script.ts';
import { useSimulator } from './use-simulator.fixture.ts';

const world = useSimulator({ acceptAnyKey: true });

const script: Script = {
  when: 'mend the fence',
  turns: [
    {
      call: [
        { tool: '^hammer$', args: { nail: 1 } },
        { tool: 'saw$', args: { plank: 2 } },
      ],
    },
    { say: 'The fence is mended.' },
  ],
};

async function post(path: string, headers: Record<string, string>, body: unknown): Promise<string> {
  const response = await fetch(world.base + path, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(response.status).toBe(200);
  return response.text();
}

const schema = { type: 'object', properties: { plank: { type: 'integer' } } };

interface Vendor {
  /** Asks with one tool, and hands its result back when `again`. */
  ask(text: string, again: boolean): Promise<string>;
}

const vendors: Record<string, Vendor> = {
  Gemini: {
    ask: (text, again) =>
      post(
        '/v1beta/models/gemini-2.5-flash:generateContent',
        { 'x-goog-api-key': 'k' },
        {
          tools: [{ functionDeclarations: [{ name: 'my_saw', parametersJsonSchema: schema }] }],
          contents: [
            { role: 'user', parts: [{ text }] },
            ...(again
              ? [
                  { role: 'model', parts: [{ functionCall: { name: 'my_saw', args: { plank: 2 } } }] },
                  {
                    role: 'user',
                    parts: [{ functionResponse: { name: 'my_saw', response: { result: 'ok' } } }],
                  },
                ]
              : []),
          ],
        },
      ),
  },
  Anthropic: {
    ask: (text, again) =>
      post(
        '/v1/messages',
        { 'x-api-key': 'k', 'anthropic-version': '2023-06-01' },
        {
          model: 'claude-sonnet-4-6',
          max_tokens: 500,
          tools: [{ name: 'my_saw', input_schema: schema }],
          messages: [
            { role: 'user', content: text },
            ...(again
              ? [
                  {
                    role: 'assistant',
                    content: [{ type: 'tool_use', id: 't1', name: 'my_saw', input: { plank: 2 } }],
                  },
                  { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', content: 'ok' }] },
                ]
              : []),
          ],
        },
      ),
  },
  'Chat Completions': {
    ask: (text, again) =>
      post(
        '/v1/chat/completions',
        { authorization: 'Bearer k' },
        {
          model: 'gpt-5-mini',
          tools: [{ type: 'function', function: { name: 'my_saw', parameters: schema } }],
          messages: [
            { role: 'user', content: text },
            ...(again
              ? [
                  {
                    role: 'assistant',
                    tool_calls: [
                      { id: 'c1', type: 'function', function: { name: 'my_saw', arguments: '{"plank":2}' } },
                    ],
                  },
                  { role: 'tool', tool_call_id: 'c1', content: 'ok' },
                ]
              : []),
          ],
        },
      ),
  },
  Responses: {
    ask: (text, again) =>
      post(
        '/v1/responses',
        { authorization: 'Bearer k' },
        {
          model: 'gpt-5-mini',
          tools: [{ type: 'function', name: 'my_saw', parameters: schema }],
          input: [
            { role: 'user', content: text },
            ...(again
              ? [
                  { type: 'function_call', call_id: 'c1', name: 'my_saw', arguments: '{"plank":2}' },
                  { type: 'function_call_output', call_id: 'c1', output: 'ok' },
                ]
              : []),
          ],
        },
      ),
  },
};

describe.each(Object.entries(vendors))('a script, played by the model of %s', (_name, { ask }) => {
  it('calls the first of the listed tools that is offered, then says its words to the result', async () => {
    world.simulator.addScript(script);
    const opening = await ask('Please mend the fence.', false);
    expect(opening).toMatch(/my_saw/u);
    expect(opening).toMatch(/plank\W+2/u);
    expect(await ask('Please mend the fence.', true)).toContain('The fence is mended.');
  });

  it('is for requests that speak of its matter alone, and ends with a reset', async () => {
    world.simulator.addScript(script);
    expect(await ask('Paint it.', false)).toContain('You said: Paint it.');
    world.simulator.reset();
    expect(await ask('Please mend the fence.', false)).toContain('You said: Please mend the fence.');
  });
});
