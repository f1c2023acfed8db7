import { GoogleGenAI } from '@google/genai';
import { describe, expect, it } from 'vitest';
import { createManualClock } from '../lib/clock.ts';
import { createSseDecoder } from '../lib/sse-decoder.ts';
import { createGeminiClient, partsOf, say, textOf, tools, type Answer } from './gemini-answer.fixture.ts';
import { useSimulator } from './use-simulator.fixture.ts';

const clock = createManualClock(Date.UTC(2026, 9, 1));
const key = 'AIzaSyTest-00000000000000000000000000001';
const world = useSimulator({ clock, keys: [{ key, project: '7' }] });

const { post, generate } = createGeminiClient(world, key);

async function stream(model: string, body: Record<string, unknown>): Promise<Answer[]> {
  const response = await post(`${model}:streamGenerateContent?alt=sse`, body);
  const answers: Answer[] = [];
  const decoder = createSseDecoder((frame) => answers.push(JSON.parse(frame.data ?? 'null') as Answer));
  decoder.push(new Uint8Array(await response.arrayBuffer()));
  decoder.end();
  return answers;
}

describe('the simulated Gemini', () => {
  it('echoes the last user text whole and in several deltas', async () => {
    const text = 'Wie geht es dir, Καλημέρα, 😀😀😀 and so on?';
    const whole = await generate('gemini-3.8-flash', say(text));
    const events = await stream('gemini-3.8-flash', say(text));
    expect(textOf([whole])).toBe(`You said: ${text}`);
    expect(events.length).toBeGreaterThan(4);
    expect(textOf(events)).toBe(`You said: ${text}`);
    expect(events.filter(({ candidates }) => candidates[0]?.finishReason !== undefined)).toHaveLength(1);
    expect(events.at(-1)?.candidates[0]?.finishReason).toBe('STOP');
    expect(events.at(-1)?.usageMetadata).toEqual(whole.usageMetadata);
    expect(whole.modelVersion).toBe('gemini-3.8-flash');
  });

  it('frames events with CRLF and no terminator', async () => {
    const response = await post('gemini-3.8-flash:streamGenerateContent?alt=sse', say('hi'));
    const text = await response.text();
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(text.split('\r\n\r\n').at(-1)).toBe('');
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]|\[DONE\]/u);
  });

  it('streams a pretty-printed JSON array without alt=sse', async () => {
    const response = await post('gemini-2.5-flash:streamGenerateContent', say('hello there'));
    const text = await response.text();
    const answers = JSON.parse(text) as Answer[];
    expect(text.startsWith('[{\n  "candidates"')).toBe(true);
    expect(textOf(answers)).toBe('You said: hello there');
    expect(answers.at(-1)?.candidates[0]?.finishReason).toBe('STOP');
  });

  it('is read by the vendor’s own SDK, whole and streamed', async () => {
    const ai = new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl: world.base } });
    const asked = {
      model: 'gemini-3.8-flash',
      contents: 'hello SDK',
      config: { thinkingConfig: { includeThoughts: true } },
    };
    const whole = await ai.models.generateContent(asked);
    let streamed = '';
    for await (const chunk of await ai.models.generateContentStream(asked)) streamed += chunk.text ?? '';
    expect(whole.text).toBe('You said: hello SDK');
    expect(streamed).toBe('You said: hello SDK');
    expect(whole.usageMetadata?.thoughtsTokenCount).toBeGreaterThan(0);
  });

  it('calls every mentioned tool at once, with ids and one signature, on Gemini 3', async () => {
    const parts = partsOf(await generate('gemini-3.8-flash', say('use get_time and get_weather', { tools })));
    expect(parts.map(({ functionCall }) => functionCall?.name)).toEqual(['get_weather', 'get_time']);
    expect(parts.map(({ functionCall }) => typeof functionCall?.id)).toEqual(['string', 'string']);
    expect(parts.map(({ thoughtSignature }) => thoughtSignature !== undefined)).toEqual([true, false]);
    expect(parts.map(({ functionCall }) => functionCall?.args)).toEqual([
      { city: 'sample city' },
      { zone: 'sample zone' },
    ]);
  });

  it('gives neither ids nor signatures on Gemini 2.5', async () => {
    const [part] = partsOf(await generate('gemini-2.5-flash', say('get_weather please', { tools })));
    expect(part).toEqual({ functionCall: { name: 'get_weather', args: { city: 'sample city' } } });
  });

  it.each([
    ['ANY calls without being asked', { mode: 'ANY' }, 'hello', ['get_weather']],
    [
      'ANY keeps to the allowed names',
      { mode: 'any', allowedFunctionNames: ['get_time'] },
      'get_weather',
      ['get_time'],
    ],
    ['NONE never calls', { mode: 'NONE' }, 'get_weather', []],
    ['AUTO does not call what is only part of a word', { mode: 'AUTO' }, 'forget_weathering', []],
  ])('%s', async (_name, functionCallingConfig, text, expected) => {
    const answer = await generate(
      'gemini-3.8-flash',
      say(text, { tools, toolConfig: { functionCallingConfig } }),
    );
    expect(partsOf(answer).flatMap(({ functionCall }) => functionCall?.name ?? [])).toEqual(expected);
  });

  it('quotes the results of its calls when they come back with the signature', async () => {
    const asked = { role: 'user', parts: [{ text: 'get_weather' }] };
    const called = (await generate('gemini-3.8-flash', { contents: [asked], tools })).candidates[0]?.content;
    const results = {
      role: 'user',
      parts: [{ functionResponse: { name: 'get_weather', response: { sky: 'bright' } } }],
    };
    const answer = await generate('gemini-3.8-flash', { contents: [asked, called, results], tools });
    expect(textOf([answer])).toContain('{"sky":"bright"}');
  });

  it('ends a streamed text of Gemini 3 with a signature on an empty part', async () => {
    const events = await stream('gemini-3.8-flash', say('hi'));
    expect(partsOf(events.at(-1))).toEqual([{ text: '', thoughtSignature: expect.any(String) }]);
  });

  it('shows its thoughts before the answer when asked, and counts them apart', async () => {
    const generationConfig = { thinkingConfig: { includeThoughts: true, thinkingLevel: 'low' } };
    const events = await stream('gemini-3.8-flash', say('hi there', { generationConfig }));
    const order = events.flatMap(partsOf).map(({ thought }) => thought === true);
    expect(order[0]).toBe(true);
    expect(order.lastIndexOf(true)).toBeLessThan(order.indexOf(false));
    const {
      promptTokenCount = 0,
      candidatesTokenCount = 0,
      thoughtsTokenCount = 0,
      totalTokenCount,
    } = events.at(-1)?.usageMetadata ?? {};
    expect(thoughtsTokenCount).toBeGreaterThan(0);
    expect(totalTokenCount).toBe(promptTokenCount + candidatesTokenCount + thoughtsTokenCount);
  });

  it.each(['responseSchema', 'responseJsonSchema', '_responseJsonSchema', 'response_schema'])(
    'obeys %s',
    async (field) => {
      const schema = {
        type: 'OBJECT',
        properties: { n: { type: 'INTEGER', minimum: 5 }, s: { type: 'STRING', enum: ['b'] } },
      };
      const generationConfig = { responseMimeType: 'application/json', [field]: schema };
      expect(
        JSON.parse(textOf([await generate('gemini-3.8-flash', say('x', { generationConfig }))])),
      ).toEqual({ n: 5, s: 'b' });
    },
  );

  it('obeys responseFormat.text.schema and a bare JSON mime type', async () => {
    const text = { mimeType: 'application/json', schema: { type: 'array', items: { type: 'boolean' } } };
    const formatted = await generate(
      'gemini-3.8-flash',
      say('x', { generationConfig: { responseFormat: { text } } }),
    );
    const bare = await generate(
      'gemini-3.8-flash',
      say('x', { generationConfig: { responseMimeType: 'application/json' } }),
    );
    expect(JSON.parse(textOf([formatted]))).toEqual([true]);
    expect(JSON.parse(textOf([bare]))).toEqual({ answer: 'You said: x' });
  });

  it('stops at a stop sequence and at the token limit', async () => {
    const stopped = await generate(
      'gemini-3.8-flash',
      say('one two three', { generationConfig: { stopSequences: [' three'] } }),
    );
    const cut = await generate(
      'gemini-3.8-flash',
      say('one two three', { generationConfig: { maxOutputTokens: 2 } }),
    );
    expect([textOf([stopped]), stopped.candidates[0]?.finishReason]).toEqual(['You said: one two', 'STOP']);
    expect([textOf([cut]), cut.candidates[0]?.finishReason]).toEqual(['You said', 'MAX_TOKENS']);
  });

  it('lets thinking eat the whole budget: MAX_TOKENS without parts', async () => {
    const generationConfig = { maxOutputTokens: 3, thinkingConfig: { thinkingLevel: 'HIGH' } };
    const answer = await generate('gemini-3.8-flash', say('hello', { generationConfig }));
    expect(answer.candidates[0]).toEqual({
      content: { role: 'model' },
      finishReason: 'MAX_TOKENS',
      index: 0,
    });
    expect(answer.usageMetadata).not.toHaveProperty('candidatesTokenCount');
  });

  it('gives several candidates when asked', async () => {
    const answer = await generate('gemini-2.5-flash', say('x', { generationConfig: { candidateCount: 3 } }));
    expect(answer.candidates.map((candidate) => (candidate as { index?: number }).index)).toEqual([0, 1, 2]);
  });
});
