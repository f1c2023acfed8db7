import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSimulator, type KeyFault } from './simulator.ts';

interface Failure {
  error: {
    code: number;
    status: string;
    message: string;
    details?: {
      '@type': string;
      reason?: string;
      metadata?: Record<string, string>;
      fieldViolations?: { field: string; description: string }[];
    }[];
  };
}

const key = 'AIzaSyTest-00000000000000000000000000001';
const simulator = createSimulator({ keys: [{ key, project: '4711' }] });
let base = '';

beforeAll(async () => {
  base = (await simulator.listen()).url;
});
beforeEach(() => simulator.reset());
afterAll(() => simulator.close());

async function post(
  model: string,
  body: unknown,
  headers: Record<string, string> = { 'x-goog-api-key': key },
  query = '',
): Promise<{ status: number; body: Failure }> {
  const url = `${base}/v1beta/models/${model}:generateContent${query}`;
  const response = await fetch(url, {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Failure };
}

const hello = { contents: [{ parts: [{ text: 'hello' }] }] };
const user = (...parts: unknown[]): unknown => ({ role: 'user', parts });
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

describe('keys that are not in order', () => {
  const states: readonly [KeyFault, number, string, string, string?][] = [
    [
      'invalid',
      400,
      'INVALID_ARGUMENT',
      'API key not valid. Please pass a valid API key.',
      'API_KEY_INVALID',
    ],
    ['expired', 400, 'INVALID_ARGUMENT', 'API key expired. Please renew the API key.', 'API_KEY_INVALID'],
    ['leaked', 403, 'PERMISSION_DENIED', 'Your API key was reported as leaked. Please use another API key.'],
    [
      'suspended',
      403,
      'PERMISSION_DENIED',
      `Permission denied: Consumer 'api_key:${key}' has been suspended.`,
      'CONSUMER_SUSPENDED',
    ],
    [
      'service_disabled',
      403,
      'PERMISSION_DENIED',
      'has not been used in project 4711 before',
      'SERVICE_DISABLED',
    ],
    [
      'key_blocked',
      403,
      'PERMISSION_DENIED',
      'GenerativeService.GenerateContent are blocked.',
      'API_KEY_SERVICE_BLOCKED',
    ],
    ['location', 400, 'FAILED_PRECONDITION', 'User location is not supported for the API use.'],
    ['prepay_depleted', 402, 'RESOURCE_EXHAUSTED', 'Your Prepay credit balance is depleted.'],
    [
      'project_denied',
      403,
      'PERMISSION_DENIED',
      'Your project has been denied access. Please contact support.',
    ],
    [
      'unauthenticated',
      401,
      'UNAUTHENTICATED',
      'Expected OAuth 2 access token',
      'ACCESS_TOKEN_TYPE_UNSUPPORTED',
    ],
    ['billing_needed', 400, 'FAILED_PRECONDITION', 'Please enable billing on your project'],
  ];
  it.each(states)('a key that is %s is answered %i %s', async (state, status, name, message, reason) => {
    simulator.setKeyState(key, state);
    const { status: got, body } = await post('gemini-3.8-flash', hello);
    expect([got, body.error.code, body.error.status]).toEqual([status, status, name]);
    expect(body.error.message).toContain(message);
    expect(body.error.details?.find((detail) => detail.reason)?.reason).toBe(reason);
  });

  it('names the project of a disabled service as its consumer', async () => {
    simulator.setKeyState(key, 'service_disabled');
    const { body } = await post('gemini-3.8-flash', hello);
    expect(body.error.details?.[1]?.metadata?.['consumer']).toBe('projects/4711');
  });

  it.each([
    ['none', {}, '', 403, "Method doesn't allow unregistered callers"],
    ['a bearer token', { authorization: `Bearer ${key}` }, '', 401, 'Expected OAuth 2 access token'],
    [
      'header and query',
      { 'x-goog-api-key': key },
      `?key=${key}`,
      400,
      'Multiple authentication credentials received. Please pass only one.',
    ],
    [
      'header and bearer',
      { 'x-goog-api-key': key, authorization: 'Bearer x' },
      '',
      400,
      'Multiple authentication credentials received. Please pass only one.',
    ],
    ['an unknown key', { 'x-goog-api-key': 'AIzaNope' }, '', 400, 'API key not valid'],
  ])('refuses %s', async (_name, headers, query, status, message) => {
    const { status: got, body } = await post('gemini-3.8-flash', hello, headers, query);
    expect(got).toBe(status);
    expect(body.error.message).toContain(message);
  });

  it('accepts the key in the query alone', async () => {
    expect((await post('gemini-3.8-flash', hello, {}, `?key=${key}`)).status).toBe(200);
  });
});

describe('requests that Google refuses', () => {
  const tools = [{ functionDeclarations: [{ name: 'f' }, { name: 'g' }] }];
  const refused: readonly [string, string, unknown, string][] = [
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
  it.each(refused)('refuses %s', async (_name, name, body, message) => {
    const { status, body: failure } = await post(name, body);
    expect([status, failure.error?.status]).toEqual([400, 'INVALID_ARGUMENT']);
    expect(failure.error.message).toContain(message);
  });

  it('answers 404 for a model that it does not have', async () => {
    const { status, body } = await post('gemini-9-nova', hello);
    expect(status).toBe(404);
    expect(body.error.message).toMatch(
      /^models\/gemini-9-nova is not found for API version v1beta, or is not supported for generateContent\./u,
    );
  });

  it('answers 403 for a file of another project', async () => {
    const { status, body } = await post('gemini-3.8-flash', {
      contents: [
        user({ fileData: { fileUri: 'https://generativelanguage.googleapis.com/v1beta/files/abc' } }),
      ],
    });
    expect([status, body.error.message]).toEqual([
      403,
      'You do not have permission to access the File abc or it may not exist.',
    ]);
  });

  const accepted: readonly [string, unknown][] = [
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
  it.each(accepted)('accepts %s', async (_name, body) => {
    expect(await post('gemini-3.8-flash', body)).toMatchObject({ status: 200 });
  });

  it('keeps the form of the stream in its errors: bare JSON among events, one item of an array', async () => {
    const ask = (query: string): Promise<Response> =>
      fetch(`${base}/v1beta/models/gemini-9-nova:streamGenerateContent${query}`, {
        method: 'POST',
        headers: { 'x-goog-api-key': key },
        body: JSON.stringify(hello),
      });
    const events = await ask('?alt=sse');
    expect([events.status, events.headers.get('content-type')]).toEqual([404, 'text/event-stream']);
    expect(JSON.parse(await events.text())).toMatchObject({ error: { code: 404, status: 'NOT_FOUND' } });
    expect(await (await ask('')).json()).toMatchObject([{ error: { code: 404, status: 'NOT_FOUND' } }]);
  });
});
