// Requests that look wrong and that Google accepts. Data.

const hello = { contents: [{ parts: [{ text: 'hello' }] }] };
const user = (...parts: unknown[]): unknown => ({ role: 'user', parts });
const model = (...parts: unknown[]): unknown => ({ role: 'model', parts });
const call = (name: string): unknown => ({ functionCall: { name, args: {} } });
const result = (name: string): unknown => ({ functionResponse: { name, response: { ok: true } } });

const tools = [{ functionDeclarations: [{ name: 'f' }, { name: 'g' }] }];
export const acceptedRequests: readonly [string, unknown][] = [
  [
    'nulls for unset objects',
    { ...hello, tools: null, generationConfig: { stopSequences: null, thinkingConfig: null } },
  ],
  [
    'snake case',
    {
      contents: [user({ inline_data: { mime_type: 'image/png', data: '' } })],
      generation_config: { max_output_tokens: 50, thinking_config: { thinking_budget: 0 } },
    },
  ],
  [
    'lower-case enums',
    {
      ...hello,
      tools,
      toolConfig: { functionCallingConfig: { mode: 'auto' } },
      generationConfig: { thinkingConfig: { thinkingLevel: 'low' } },
    },
  ],
  ['parts that are one object', { contents: { role: 'user', parts: { text: 'x' } } }],
  [
    'any JSON Schema in parametersJsonSchema',
    {
      ...hello,
      tools: [
        {
          functionDeclarations: [
            {
              name: 'f',
              parametersJsonSchema: {
                $schema: 'x',
                type: 'object',
                properties: { a: { const: 1 } },
                additionalProperties: false,
              },
            },
          ],
        },
      ],
    },
  ],
  [
    'an earlier turn without signatures',
    {
      contents: [
        user({ text: 'a' }),
        model(call('f')),
        user(result('f')),
        model({ text: 'b' }),
        user({ text: 'c' }),
      ],
      tools,
    },
  ],
  [
    'the documented placeholder in base64',
    {
      contents: [
        user({ text: 'a' }),
        model({
          functionCall: { name: 'f' },
          thoughtSignature: Buffer.from('context_engineering_is_the_way_to_go').toString('base64'),
        }),
        user(result('f')),
      ],
      tools,
    },
  ],
];
