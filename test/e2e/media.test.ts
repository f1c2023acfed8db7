// Pictures and documents, inline and by address, as each SDK sends them.

import { describe, expect, it } from 'vitest';
import { MODEL, useWorld, type World } from './sdk-world.ts';

const IMAGE = Buffer.from('a picture of nine kilos');
const PDF = Buffer.from('%PDF-1.4 a document');
const image = IMAGE.toString('base64');
const pdf = PDF.toString('base64');
const fetched: string[] = [];

const world = useWorld({
  start: {
    fetchMedia: (url) => {
      fetched.push(url);
      return Promise.resolve({ bytes: IMAGE, mimeType: 'image/png' });
    },
  },
});

const ADDRESS = 'https://pictures.example/one.png';
const sawImage = `image/png (${IMAGE.length} bytes)`;
const sawPdf = `application/pdf (${PDF.length} bytes)`;

type OpenAIPart = Extract<
  Parameters<World['openai']['chat']['completions']['create']>[0]['messages'][number],
  { role: 'user' }
>['content'];
type AnthropicContent = Parameters<
  World['anthropic']['messages']['create']
>[0]['messages'][number]['content'];

async function askOpenai(content: OpenAIPart): Promise<string> {
  const answer = await world.openai.chat.completions.create({
    model: MODEL,
    messages: [{ role: 'user', content }],
  });
  return answer.choices[0]?.message.content ?? '';
}

async function askAnthropic(content: AnthropicContent): Promise<string> {
  const message = await world.anthropic.messages.create({
    model: MODEL,
    max_tokens: 500,
    messages: [{ role: 'user', content }],
  });
  return message.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
}

const text = { type: 'text' as const, text: 'look' };

const scenarios: readonly [string, string, number, () => Promise<string | undefined>][] = [
  [
    'openai: an image inline',
    sawImage,
    0,
    () => askOpenai([text, { type: 'image_url', image_url: { url: `data:image/png;base64,${image}` } }]),
  ],
  [
    'openai: an image by address',
    sawImage,
    1,
    () => askOpenai([text, { type: 'image_url', image_url: { url: ADDRESS } }]),
  ],
  [
    'openai: a PDF',
    sawPdf,
    0,
    () =>
      askOpenai([
        text,
        { type: 'file', file: { filename: 'a.pdf', file_data: `data:application/pdf;base64,${pdf}` } },
      ]),
  ],
  [
    'anthropic: an image inline',
    sawImage,
    0,
    () =>
      askAnthropic([
        text,
        { type: 'image', source: { type: 'base64', media_type: 'image/png', data: image } },
      ]),
  ],
  [
    'anthropic: an image by address',
    sawImage,
    1,
    () => askAnthropic([text, { type: 'image', source: { type: 'url', url: ADDRESS } }]),
  ],
  [
    'anthropic: a PDF',
    sawPdf,
    0,
    () =>
      askAnthropic([
        text,
        { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: pdf } },
      ]),
  ],
  ...[
    ['genai: an image inline', sawImage, 'image/png', image] as const,
    ['genai: a PDF', sawPdf, 'application/pdf', pdf] as const,
  ].map(([name, saw, mimeType, data]): (typeof scenarios)[number] => [
    name,
    saw,
    0,
    async () => {
      const parts = [{ text: 'look' }, { inlineData: { mimeType, data } }];
      return (await world.genai.models.generateContent({ model: MODEL, contents: [{ role: 'user', parts }] }))
        .text;
    },
  ]),
];

describe('media', () => {
  it.each(scenarios)('reach the provider as bytes: %s', async (_name, saw, fetches, ask) => {
    fetched.length = 0;
    expect(await ask()).toContain(saw);
    expect(fetched).toEqual(Array.from({ length: fetches }, () => ADDRESS));
    expect(world.statuses).toEqual([200]);
  });
});
