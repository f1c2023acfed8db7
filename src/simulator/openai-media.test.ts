import OpenAI, { toFile } from 'openai';
import { beforeAll, describe, expect, it } from 'vitest';
import { useSimulator } from './use-simulator.fixture.ts';

const key = 'sk-test-000000000000000000000000';
const geminiKey = 'AIzaSyTest-00000000000000000000000000001';
const world = useSimulator({
  keys: [
    { key, project: 'org-1' },
    { key: geminiKey, project: '7' },
  ],
});
let client = new OpenAI({ apiKey: key });
beforeAll(() => {
  client = new OpenAI({ apiKey: key, baseURL: `${world.base}/v1`, maxRetries: 0 });
});

const sound = () => toFile(Buffer.from('sound'), 'a.wav', { type: 'audio/wav' });

describe("the simulated OpenAI's smaller endpoints", () => {
  it('complete prompts, up to sixteen tokens unless told otherwise', async () => {
    const prompt = 'word '.repeat(40);
    const model = 'gpt-3.5-turbo-instruct';
    const short = await client.completions.create({ model, prompt });
    const long = await client.completions.create({ model, prompt, max_tokens: 500 });
    expect([short.choices[0]?.finish_reason, long.choices[0]?.finish_reason]).toEqual(['length', 'stop']);
    expect(short.usage?.completion_tokens).toBe(16);
  });

  it('draw: addresses from DALL·E, bytes from the others', async () => {
    const old = await client.images.generate({ model: 'dall-e-3', prompt: 'x' });
    const young = await client.images.generate({ model: 'gpt-image-1', prompt: 'x', n: 2 });
    expect(old.data?.[0]?.url).toMatch(/^https:/u);
    expect(young.data?.map(({ b64_json }) => b64_json?.slice(0, 5))).toEqual(['iVBOR', 'iVBOR']);
  });

  it('speak: the same sound for the same text', async () => {
    const say = async (input: string): Promise<Buffer> => {
      const answer = await client.audio.speech.create({ model: 'tts-1', voice: 'alloy', input });
      return Buffer.from(await answer.arrayBuffer());
    };
    expect(await say('a')).toEqual(await say('a'));
    expect(await say('a')).not.toEqual(await say('b'));
  });

  it('hear how many bytes there are', async () => {
    const answer = await client.audio.transcriptions.create({ model: 'whisper-1', file: await sound() });
    expect(answer.text).toBe('I heard a.wav (audio/wav, 5 bytes).');
  });

  it('judge', async () => {
    const answer = await client.moderations.create({ input: ['kill', 'hello'] });
    expect(answer.results.map(({ flagged }) => flagged)).toEqual([true, false]);
  });

  it.each<readonly [string, () => PromiseLike<unknown>, number]>([
    ['a chat model at completions', () => client.completions.create({ model: 'gpt-5', prompt: 'x' }), 404],
    [
      'a billion choices',
      () => client.completions.create({ model: 'gpt-3.5-turbo-instruct', prompt: 'x', n: 1e9 }),
      400,
    ],
    [
      'a billion sketches',
      () => client.images.generate({ model: 'gpt-image-1', prompt: 'x', stream: true, partial_images: 1e9 }),
      400,
    ],
    [
      'more prompts than 2048',
      () => client.completions.create({ model: 'gpt-3.5-turbo-instruct', prompt: Array(2049).fill('x') }),
      400,
    ],
    ['eleven pictures', () => client.images.generate({ model: 'gpt-image-1', prompt: 'x', n: 11 }), 400],
    [
      'an address of gpt-image-1',
      () => client.images.generate({ model: 'gpt-image-1', prompt: 'x', response_format: 'url' }),
      400,
    ],
    [
      'events of tts-1',
      () => client.audio.speech.create({ model: 'tts-1', voice: 'a', input: 'x', stream_format: 'sse' }),
      400,
    ],
    [
      'subtitles of gpt-4o-transcribe',
      async () =>
        client.audio.transcriptions.create({
          model: 'gpt-4o-transcribe',
          file: await sound(),
          response_format: 'srt',
        }),
      400,
    ],
    ['an unknown model', () => client.moderations.create({ model: 'unknown', input: 'x' }), 404],
    ['a fault on demand', () => client.moderations.create({ model: 'm-sim-status-503', input: 'x' }), 503],
  ])('refuse %s', async (_what, ask, status) => {
    await expect(ask()).rejects.toMatchObject({ status });
  });
});

describe("the simulated Gemini's media models", () => {
  const generate = (model: string, generationConfig: object, parts: object[] = [{ text: 'x' }]) =>
    fetch(`${world.base}/v1beta/models/${model}:generateContent`, {
      method: 'POST',
      headers: { 'x-goog-api-key': geminiKey },
      body: JSON.stringify({ contents: [{ parts }], generationConfig }),
    });
  const audio = { responseModalities: ['AUDIO'] };

  it.each<readonly [string, string, object, number]>([
    ['speak when asked to', 'gemini-2.5-flash-preview-tts', audio, 200],
    ['do not write', 'gemini-3.8-flash-tts', { responseModalities: ['TEXT'] }, 400],
    ['have no voice of that name', 'gemini-3.8-flash-tts', { ...audio, ...voice('Nobody') }, 400],
    ['refuse sampling when new', 'gemini-3.8-flash-tts', { ...audio, temperature: 1 }, 400],
    ['encode when new', 'gemini-3.8-flash-tts', { ...audio, ...format('AUDIO_MP3') }, 200],
    ['do not encode when old', 'gemini-2.5-flash-preview-tts', { ...audio, ...format('AUDIO_MP3') }, 400],
    ['do not draw when they only write', 'gemini-3.8-flash', { responseModalities: ['IMAGE'] }, 400],
    ['know their shapes', 'gemini-3.1-flash-image', { imageConfig: { aspectRatio: '5:3' } }, 400],
    ['know their sizes', 'gemini-2.5-flash-image', { imageConfig: { imageSize: '2K' } }, 400],
  ])('%s', async (_what, model, config, status) => {
    expect((await generate(model, config)).status).toBe(status);
  });

  function voice(voiceName: string): object {
    return { speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName } } } };
  }

  function format(mimeType: string): object {
    return { responseFormat: { audio: { mimeType } } };
  }
});
