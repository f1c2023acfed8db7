import { describe, expect, it } from 'vitest';
import { createManualClock } from '../lib/clock.ts';
import { createGeminiClient, partsOf, say, textOf, tools, type Answer } from './gemini-answer.fixture.ts';
import { useSimulator } from './use-simulator.fixture.ts';

const clock = createManualClock(Date.UTC(2026, 9, 1));
const key = 'AIzaSyTest-00000000000000000000000000001';
const world = useSimulator({ clock, keys: [{ key, project: '7' }] });

const { post, generate } = createGeminiClient(world, key);

describe('the simulated Gemini beyond text', () => {
  it('says which media it saw', async () => {
    const data = Buffer.from('123456789').toString('base64');
    const contents = [{ parts: [{ text: 'look' }, { inline_data: { mime_type: 'image/png', data } }] }];
    expect(textOf([await generate('gemini-3.8-flash', { contents })])).toContain('image/png (9 bytes)');
  });

  it('draws with image models and speaks with speech models', async () => {
    const image = partsOf(await generate('gemini-3.1-flash-image', say('a cat'))).find(
      ({ inlineData }) => inlineData,
    );
    const audio = say('hello', { generationConfig: { responseModalities: ['AUDIO'] } });
    const samples = partsOf(await generate('gemini-2.5-flash-preview-tts', audio));
    const speech = partsOf(await generate('gemini-3.8-flash-tts', audio));
    expect(
      Buffer.from(image?.inlineData?.data ?? '', 'base64')
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    expect(samples.map(({ inlineData }) => inlineData?.mimeType)).toEqual(['audio/L16;codec=pcm;rate=24000']);
    expect(speech.map(({ inlineData }) => inlineData?.mimeType)).toEqual(['audio/wav']);
  });

  it('grounds with search, in byte offsets, and runs code', async () => {
    const grounded = await generate('gemini-3.8-flash', say('ü', { tools: [{ googleSearch: {} }] }));
    const ran = await generate('gemini-3.8-flash', say('x', { tools: [{ code_execution: {} }] }));
    const support = grounded.candidates[0]?.groundingMetadata?.groundingSupports[0];
    expect(support?.segment.endIndex).toBe(Buffer.byteLength('You said: ü'));
    expect(partsOf(ran)[0]?.executableCode).toBeDefined();
  });

  it('counts tokens as generation does, tools and system included', async () => {
    const request = say('hello world', { tools, systemInstruction: { parts: [{ text: 'be brief' }] } });
    const counted = await post('gemini-3.8-flash:countTokens', {
      generateContentRequest: { model: 'models/gemini-3.8-flash', ...request },
    });
    const { totalTokens } = (await counted.json()) as { totalTokens: number };
    expect(totalTokens).toBe((await generate('gemini-3.8-flash', request)).usageMetadata['promptTokenCount']);
  });

  it('reports a cached prefix within minutes, inside the prompt count', async () => {
    const turns = [
      { role: 'user', parts: [{ text: 'long '.repeat(2000) }] },
      { role: 'model', parts: [{ text: 'ok' }] },
    ];
    const ask = (text: string): Promise<Answer> =>
      generate('gemini-3.8-flash', { contents: [...turns, { role: 'user', parts: [{ text }] }] });
    expect((await ask('one')).usageMetadata['cachedContentTokenCount']).toBeUndefined();
    const { cachedContentTokenCount = 0, promptTokenCount = 0 } = (await ask('two')).usageMetadata;
    expect(cachedContentTokenCount).toBeGreaterThan(2000);
    expect(cachedContentTokenCount).toBeLessThan(promptTokenCount);
    clock.advance(301_000);
    expect((await ask('three')).usageMetadata['cachedContentTokenCount']).toBeUndefined();
  });

  it('embeds one and many, the same text always alike', async () => {
    const content = { parts: [{ text: 'abc' }] };
    const one = (await (
      await post('gemini-embedding-001:embedContent', { content, outputDimensionality: 8 })
    ).json()) as { embedding: { values: number[] } };
    const requests = [content, { parts: [{ text: 'def' }] }].map((entry) => ({
      model: 'models/gemini-embedding-001',
      content: entry,
      outputDimensionality: 8,
    }));
    const many = (await (await post('gemini-embedding-001:batchEmbedContents', { requests })).json()) as {
      embeddings: { values: number[] }[];
    };
    expect(one.embedding.values).toHaveLength(8);
    expect(many.embeddings[0]).toEqual(one.embedding);
    expect(many.embeddings[1]).not.toEqual(one.embedding);
  });

  it('lists its models by pages of fifty', async () => {
    const names: string[] = [];
    const sizes: number[] = [];
    let pageToken = '';
    do {
      const page = await fetch(`${world.base}/v1beta/models?key=${key}&pageToken=${pageToken}`);
      const body = (await page.json()) as { models: { name: string }[]; nextPageToken?: string };
      names.push(...body.models.map(({ name }) => name));
      sizes.push(body.models.length);
      pageToken = body.nextPageToken ?? '';
    } while (pageToken !== '');
    expect(sizes[0]).toBe(50);
    expect(new Set(names).size).toBeGreaterThanOrEqual(60);
    expect(names).toEqual(
      expect.arrayContaining([
        'models/gemini-3.8-flash',
        'models/gemini-2.5-pro',
        'models/gemini-embedding-2',
      ]),
    );
  });
});
