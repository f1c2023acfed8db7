// Pictures through the OpenAI SDK: relayed to OpenAI, drawn by Gemini.

import { describe, expect, it } from 'vitest';
import { errorOf, useOpenaiWorld } from './openai-world.ts';

const IMAGE_MODEL = 'gemini-3.1-flash-image';
const PNG = Buffer.from('\u0089PNG', 'latin1');

const its = useOpenaiWorld({
  config: `models:
  poster: { targets: [{ provider: gemini, model: ${IMAGE_MODEL} }] }
  either: { targets: [{ provider: openai, model: gpt-image-1 }, { provider: gemini, model: ${IMAGE_MODEL} }] }
`,
});

function pictureOf(data: string | undefined): Buffer {
  return Buffer.from(data ?? '', 'base64').subarray(0, 4);
}

describe('pictures by OpenAI', () => {
  it('pass as they are, with what they took', async () => {
    const answer = await its.openai.images.generate({ model: 'gpt-image-1', prompt: 'a cat', n: 2 });
    expect(answer.data?.map(({ b64_json }) => pictureOf(b64_json))).toEqual([PNG, PNG]);
    expect(answer.usage?.output_tokens).toBe(2112);
    expect(its.reached).toEqual(['openai images.generate 200']);
    expect(its.calls[0]?.body).toEqual({ model: 'gpt-image-1', prompt: 'a cat', n: 2 });
  });

  it('stream, sketches first, each picture to its end', async () => {
    const stream = await its.openai.images.generate({
      model: 'gpt-image-1',
      prompt: 'a cat',
      n: 2,
      stream: true,
      partial_images: 1,
    });
    const types: string[] = [];
    for await (const event of stream) types.push(event.type);
    const one = ['image_generation.partial_image', 'image_generation.completed'];
    expect(types).toEqual([...one, ...one]);
    expect(its.reached).toEqual(['openai images.generate 200']);
  });

  it("are refused in OpenAI's own words", async () => {
    const error = await errorOf(
      its.openai.images.generate({ model: 'gpt-image-1-sim-finish-SAFETY', prompt: 'a cat' }),
    );
    expect([error.status, error.code]).toEqual([400, 'moderation_blocked']);
    expect(its.reached).toEqual(['openai images.generate 400']);
  });

  it('are drawn by the next target when OpenAI cannot', async () => {
    its.world.simulator.addFault({ fault: 'status-500', persona: 'openai' });
    const answer = await its.openai.images.generate({ model: 'either', prompt: 'a cat' });
    expect(pictureOf(answer.data?.[0]?.b64_json)).toEqual(PNG);
    expect(its.reached).toEqual([
      'openai images.generate 500',
      'openai images.generate 500',
      'gemini generateContent 200',
    ]);
  });
});

describe('pictures by Gemini', () => {
  it('come as base64, in the shape asked for', async () => {
    const { data: answer, response } = await its.openai.images
      .generate({ model: 'poster', prompt: 'a cat', size: '2048x2048' })
      .withResponse();
    expect(pictureOf(answer.data?.[0]?.b64_json)).toEqual(PNG);
    expect(answer.output_format).toBe('png');
    expect(answer.usage?.output_tokens).toBe(1290);
    expect(response.headers.get('x-pollux-loss')).toBeNull();
    expect(response.headers.get('x-pollux-model')).toBe(IMAGE_MODEL);
    expect(its.calls[0]?.body).toEqual({
      contents: [{ role: 'user', parts: [{ text: 'a cat' }] }],
      generationConfig: {
        responseModalities: ['IMAGE'],
        imageConfig: { aspectRatio: '1:1', imageSize: '2K' },
      },
    });
  });

  it.each([
    [{ size: '1024x1024' }, null],
    [{ size: 'auto', quality: 'auto', background: 'opaque' }, null],
    [{ size: '1536x1024' }, 'size'],
    [{ quality: 'high' }, 'quality'],
    [{ background: 'transparent' }, 'background'],
    [{ output_format: 'webp' }, 'output_format'],
    [{ output_format: 'png' }, null],
    [{ output_compression: 50 }, 'output_compression'],
    [{ style: 'vivid' }, 'style'],
    [{ user: 'u1' }, 'user'],
  ] as const)('with %j lose %s', async (fields, loss) => {
    const { response } = await its.openai.images
      .generate({ model: IMAGE_MODEL, prompt: 'a cat', ...fields })
      .withResponse();
    expect(response.headers.get('x-pollux-loss')).toBe(loss);
    expect(its.reached).toEqual(['gemini generateContent 200']);
  });

  it('are several calls when several are wanted, and one usage', async () => {
    const answer = await its.openai.images.generate({ model: IMAGE_MODEL, prompt: 'a cat', n: 3 });
    expect(answer.data).toHaveLength(3);
    expect(answer.usage?.output_tokens).toBe(3 * 1290);
    expect(its.reached).toEqual(Array.from({ length: 3 }, () => 'gemini generateContent 200'));
  });

  it('have data: addresses when addresses are wanted', async () => {
    const { data: answer, response } = await its.openai.images
      .generate({ model: IMAGE_MODEL, prompt: 'a cat', response_format: 'url' })
      .withResponse();
    const bytes = await (await fetch(answer.data?.[0]?.url ?? '')).arrayBuffer();
    expect(Buffer.from(bytes).subarray(0, 4)).toEqual(PNG);
    expect(response.headers.get('x-pollux-loss')).toBe('response_format');
  });

  it('are told as completed when a stream is wanted', async () => {
    const stream = await its.openai.images.generate({
      model: IMAGE_MODEL,
      prompt: 'a cat',
      n: 2,
      stream: true,
    });
    const events = [];
    for await (const event of stream) events.push(event);
    expect(events.map(({ type }) => type)).toEqual([
      'image_generation.completed',
      'image_generation.completed',
    ]);
    expect(events.map(({ b64_json }) => pictureOf(b64_json))).toEqual([PNG, PNG]);
  });

  it.each(['finish-IMAGE_SAFETY', 'finish-SAFETY', 'blocked-prompt'])(
    'that are withheld (%s) are a violation of policy, never an empty answer',
    async (fault) => {
      its.world.simulator.addFault({ fault });
      const error = await errorOf(its.openai.images.generate({ model: IMAGE_MODEL, prompt: 'a cat' }));
      expect([error.status, error.code]).toEqual([400, 'content_policy_violation']);
      expect(its.reached).toEqual(['gemini generateContent 200']);
    },
  );

  it('that fail are tried once more', async () => {
    its.world.simulator.addFault({ fault: 'finish-NO_IMAGE', times: 1 });
    const answer = await its.openai.images.generate({ model: IMAGE_MODEL, prompt: 'a cat' });
    expect(answer.data).toHaveLength(1);
    expect(its.reached).toHaveLength(2);
  });
});

describe('pictures by nobody', () => {
  it('a model that draws nothing is told which ones do, at no cost', async () => {
    const error = await errorOf(its.openai.images.generate({ model: 'gemini-3.8-flash', prompt: 'a cat' }));
    expect([error.status, error.code, error.param]).toEqual([400, 'unsupported_value', 'model']);
    expect(error.message).toMatch(/cannot draw pictures.*gemini-3\.1-flash-image.*openai/u);
    expect(its.reached).toEqual([]);
  });
});
