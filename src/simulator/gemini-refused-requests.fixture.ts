// Requests that Google's API refuses, each with what it says, and some that look wrong and pass. Data.

export const hello = { contents: [{ parts: [{ text: 'hello' }] }] };
export const user = (...parts: unknown[]): unknown => ({ role: 'user', parts });
const model = (...parts: unknown[]): unknown => ({ role: 'model', parts });
const dummy = 'skip_thought_signature_validator';
const call = (name: string): unknown => ({ functionCall: { name, args: {} } });
const signed = (name: string): unknown => ({ functionCall: { name, args: {} }, thoughtSignature: dummy });
const result = (name: string): unknown => ({ functionResponse: { name, response: { ok: true } } });
const withParameters = (parameters: unknown, name = 'f'): unknown => ({
  ...hello,
  tools: [{ functionDeclarations: [{ name, parameters }] }],
});
const withConfig = (generationConfig: unknown): unknown => ({ ...hello, generationConfig });

const tools = [{ functionDeclarations: [{ name: 'f' }, { name: 'g' }] }];
/** What is wrong, the model, the body, a piece of the message. */
export const refusedRequests: readonly [string, string, unknown, string][] = [
  [
    'an unknown keyword in parameters',
    'gemini-3.8-flash',
    withParameters({ type: 'object', properties: {}, $schema: 'x' }),
    `Invalid JSON payload received. Unknown name "$schema" at 'tools[0].function_declarations[0].parameters': Cannot find field.`,
  ],
  [
    'an unknown keyword below a property',
    'gemini-3.8-flash',
    withParameters({
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'number', exclusiveMinimum: 1 } },
    }),
    `Unknown name "exclusiveMinimum" at 'tools[0].function_declarations[0].parameters.properties[1].value': Cannot find field.`,
  ],
  [
    'an unknown field of the request',
    'gemini-3.8-flash',
    { ...hello, max_tokens: 3 },
    'Unknown name "max_tokens": Cannot find field.',
  ],
  [
    'enum values that are no strings',
    'gemini-3.8-flash',
    withParameters({ type: 'object', properties: { a: { type: 'boolean', enum: [true] } } }),
    `properties[0].value.enum[0]' (TYPE_STRING), true`,
  ],
  [
    'a list of types',
    'gemini-3.8-flash',
    withParameters({ type: 'object', properties: { a: { type: ['string', 'null'] } } }),
    'Proto field is not repeating, cannot start list.',
  ],
  [
    'an unknown string format',
    'gemini-3.8-flash',
    withParameters({ type: 'object', properties: { a: { type: 'string', format: 'uri' } } }),
    "only 'enum' and 'date-time' are supported for STRING type",
  ],
  [
    'required that names no property',
    'gemini-3.8-flash',
    withParameters({ type: 'object', properties: { a: { type: 'string' } }, required: ['b'] }),
    'parameters.required[0]: property is not defined',
  ],
  [
    'an object without properties',
    'gemini-3.8-flash',
    withParameters({ type: 'object' }),
    'should be non-empty for OBJECT type',
  ],
  [
    'an illegal function name',
    'gemini-3.8-flash',
    withParameters(undefined, '1/x'),
    'Invalid function name.',
  ],
  [
    'two functions of one name',
    'gemini-3.8-flash',
    { ...hello, tools: [{ functionDeclarations: [{ name: 'f' }, { name: 'f' }] }] },
    'Duplicate function declaration found: f',
  ],
  [
    'ANY without declarations',
    'gemini-3.8-flash',
    { ...hello, toolConfig: { functionCallingConfig: { mode: 'ANY' } } },
    'without function_declarations',
  ],
  [
    'a mode that is none',
    'gemini-3.8-flash',
    { ...hello, tools, toolConfig: { functionCallingConfig: { mode: 'REQUIRED' } } },
    `Invalid value at 'tool_config.function_calling_config.mode'`,
  ],
  [
    'functions beside search on 2.5',
    'gemini-2.5-flash',
    { ...hello, tools: [...tools, { googleSearch: {} }] },
    'Tool use with function calling is unsupported',
  ],
  [
    'six stop sequences',
    'gemini-3.8-flash',
    withConfig({ stopSequences: ['a', 'b', 'c', 'd', 'e', 'f'] }),
    'must not exceed 5',
  ],
  ['an empty stop sequence', 'gemini-3.8-flash', withConfig({ stopSequences: [''] }), 'must not be empty'],
  [
    'a schema without a JSON mime type',
    'gemini-3.8-flash',
    withConfig({ responseSchema: { type: 'STRING' } }),
    'response mimetype',
  ],
  [
    'budget and level together',
    'gemini-3.8-flash',
    withConfig({ thinkingConfig: { thinkingBudget: 5, thinkingLevel: 'LOW' } }),
    'only set one of thinking budget and thinking level',
  ],
  [
    'an unknown thinking level',
    'gemini-3.8-flash',
    withConfig({ thinkingConfig: { thinkingLevel: 'xhigh' } }),
    '"xhigh"',
  ],
  [
    'no budget at all for Pro',
    'gemini-2.5-pro',
    withConfig({ thinkingConfig: { thinkingBudget: 0 } }),
    'Budget 0 is invalid',
  ],
  [
    'thinking on a speech model',
    'gemini-3.8-flash-tts',
    withConfig({ thinkingConfig: { includeThoughts: true } }),
    'Thinking is not enabled',
  ],
  ['no contents', 'gemini-3.8-flash', { contents: [] }, 'contents is not specified'],
  ['no parts', 'gemini-3.8-flash', { contents: [user()] }, 'must not be empty'],
  [
    'a part without data',
    'gemini-3.8-flash',
    { contents: [user({})] },
    "required oneof field 'data' must have one initialized field",
  ],
  [
    'an empty text beside others',
    'gemini-3.8-flash',
    { contents: [user({ text: '' }, { text: 'a' })] },
    "required oneof field 'data'",
  ],
  [
    'a last turn of the model',
    'gemini-3.8-flash',
    { contents: [user({ text: 'a' }), model({ text: 'b' })] },
    'end with a user role',
  ],
  [
    'a first turn of the model',
    'gemini-3.8-flash',
    { contents: [model({ text: 'a' }), user({ text: 'b' })] },
    'starting with a user turn',
  ],
  [
    'fewer results than calls',
    'gemini-3.8-flash',
    { contents: [user({ text: 'a' }), model(signed('f'), call('g')), user(result('f'))], tools },
    'number of function response parts is equal',
  ],
  [
    'results in separate turns',
    'gemini-3.8-flash',
    {
      contents: [user({ text: 'a' }), model(signed('f'), call('g')), user(result('f')), user(result('g'))],
      tools,
    },
    'number of function response parts is equal',
  ],
  [
    'an image beside a result on 2.5',
    'gemini-2.5-flash',
    {
      contents: [
        user({ text: 'a' }),
        model(call('f')),
        user(result('f'), { inlineData: { mimeType: 'image/png', data: '' } }),
      ],
      tools,
    },
    'number of function response parts',
  ],
  [
    'a result that is no object',
    'gemini-3.8-flash',
    {
      contents: [
        user({ text: 'a' }),
        model(signed('f')),
        user({ functionResponse: { name: 'f', response: 'x' } }),
      ],
      tools,
    },
    "Invalid value at 'contents[2].parts[0].function_response.response'",
  ],
  [
    'a call without its signature',
    'gemini-3.8-flash',
    { contents: [user({ text: 'a' }), model(call('f')), user(result('f'))], tools },
    'Additional data, function call `default_api:f`, position 2.',
  ],
  [
    'a second step without its signature',
    'gemini-3.8-flash',
    {
      contents: [
        user({ text: 'a' }),
        model(signed('f')),
        user(result('f')),
        model(call('g')),
        user(result('g')),
      ],
      tools,
    },
    '`default_api:g`, position 4.',
  ],
  [
    'a foreign signature',
    'gemini-3.8-flash',
    {
      contents: [
        user({ text: 'a' }),
        model({ text: 'b', thoughtSignature: 'RXJhYmM=' }),
        user({ text: 'c' }),
      ],
    },
    'Invalid thought signature.',
  ],
  [
    'a GIF',
    'gemini-3.8-flash',
    { contents: [user({ inlineData: { mimeType: 'image/gif', data: '' } })] },
    'Unsupported MIME type',
  ],
  [
    'data that is not base64',
    'gemini-3.8-flash',
    { contents: [user({ inlineData: { mimeType: 'image/png', data: '!' } })] },
    'Base64 decoding failed',
  ],
  ['a body that is not JSON', 'gemini-3.8-flash', '{', 'Invalid JSON payload received'],
  [
    'more tokens than the model takes',
    'gemini-3.8-flash-tts',
    { contents: [user({ text: 'x'.repeat(40_000) })] },
    'The input token count (10000) exceeds the maximum number of tokens allowed (8192).',
  ],
];
