// Transcripts through the OpenAI SDK: the form relayed to OpenAI, the sound heard by Gemini.

import { toFile } from 'openai';
import { describe, expect, it } from 'vitest';
import { errorOf, useOpenaiWorld } from './openai-world.ts';
import { CLIENT_KEY } from './sdk-world.ts';

const HEARER = 'gemini-3.8-flash';
const SOUND = Buffer.from('RIFF....WAVEfmt sound', 'latin1');

const its = useOpenaiWorld({
  config: `models:
  scribe: { targets: [{ provider: openai, model: gpt-4o-transcribe }] }
  both: { targets: [{ provider: openai, model: whisper-1 }, { provider: gemini, model: ${HEARER} }] }
`,
});

const file = () => toFile(SOUND, 'note.wav', { type: 'audio/wav' });

describe('transcripts by OpenAI', () => {
  it('pass as JSON, the form as it was sent', async () => {
    const answer = await its.openai.audio.transcriptions.create({ model: 'whisper-1', file: await file() });
    expect(answer.text).toBe('I heard note.wav (audio/wav, 21 bytes).');
    expect(its.reached).toEqual(['openai audio.transcriptions 200']);
  });

  it('are asked of the model behind an alias: its name alone is changed in the form', async () => {
    const answer = await its.openai.audio.transcriptions.create({ model: 'scribe', file: await file() });
    expect(answer.text).toContain('21 bytes');
    expect(its.calls[0]?.model).toBe('gpt-4o-transcribe');
  });

  it.each([
    ['text', /^I heard note\.wav [^\n]*\n$/u],
    ['srt', /^1\n00:00:00,000 --> .*\nI heard note\.wav/u],
    ['vtt', /^WEBVTT\n\n00:00:00.000 --> .*\nI heard note\.wav/u],
  ] as const)('pass as %s', async (format, expected) => {
    const answer = await its.openai.audio.transcriptions.create({
      model: 'whisper-1',
      file: await file(),
      response_format: format,
    });
    expect(answer).toMatch(expected);
  });

  it('stream', async () => {
    const stream = await its.openai.audio.transcriptions.create({
      model: 'gpt-4o-transcribe',
      file: await file(),
      stream: true,
    });
    let text = '';
    let last = '';
    for await (const event of stream) {
      if (event.type === 'transcript.text.delta') text += event.delta;
      last = event.type;
    }
    expect(text).toBe('I heard note.wav (audio/wav, 21 bytes).');
    expect(last).toBe('transcript.text.done');
  });

  it('that are cut in mid-stream end in an error', async () => {
    const read = async (): Promise<void> => {
      const stream = await its.openai.audio.transcriptions.create({
        model: 'gpt-4o-transcribe-sim-cut',
        file: await file(),
        stream: true,
      });
      for await (const _event of stream);
    };
    await expect(read()).rejects.toMatchObject({ code: 'incomplete_answer' });
  });

  it.each([
    ['twice', ['model', 'model']],
    ['as a list, too', ['model', 'model[]']],
    ['where not everybody would look', ['x"; name="model']],
  ])(
    'of a form that names its model %s are refused: a provider might read another one',
    async (_how, names) => {
      const part = (head: string, value: string): string =>
        `--b\r\ncontent-disposition: form-data; ${head}\r\n\r\n${value}\r\n`;
      const named = names.map((name) => part(`name="${name}"`, 'whisper-1')).join('');
      const response = await fetch(`${its.world.url}/v1/audio/transcriptions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${CLIENT_KEY}`, 'content-type': 'multipart/form-data; boundary=b' },
        body: `${named}${part('name="file"; filename="a.wav"', 'sound')}--b--\r\n`,
      });
      const told = await response.json();
      expect([response.status, told]).toMatchObject([400, { error: { param: 'model' } }]);
      expect(its.reached).toEqual([]);
    },
  );

  it('are translated at the other path', async () => {
    const answer = await its.openai.audio.translations.create({ model: 'whisper-1', file: await file() });
    expect(answer.text).toContain('In English I heard');
    expect(its.reached).toEqual(['openai audio.translations 200']);
  });
});

describe('transcripts by Gemini', () => {
  it('are what the model says of the sound', async () => {
    const { data: answer, response } = await its.openai.audio.transcriptions
      .create({ model: HEARER, file: await file(), language: 'de', prompt: 'Pollux', temperature: 0 })
      .withResponse();
    expect(answer.text).toContain('I saw: audio/wav (21 bytes)');
    expect(answer.usage).toMatchObject({ type: 'tokens' });
    expect(response.headers.get('x-pollux-loss')).toBeNull();
    const sent = JSON.stringify(its.calls[0]?.body);
    expect(sent).toContain(SOUND.toString('base64'));
    expect(sent).toMatch(/word for word.*\\"de\\".*\\"Pollux\\"/u);
    expect(its.reached).toEqual(['gemini generateContent 200']);
  });

  it('of a model made for them are asked without words', async () => {
    await its.openai.audio.transcriptions.create({
      model: 'gemini-3.8-flash-transcribe',
      file: await file(),
      language: 'de',
    });
    expect(its.calls[0]?.body).toEqual({
      contents: [
        { role: 'user', parts: [{ inlineData: { mimeType: 'audio/wav', data: SOUND.toString('base64') } }] },
      ],
      generationConfig: { audioTranscriptionConfig: { languageCodes: ['de'] } },
    });
  });

  it.each([
    ['text', null, expect.stringMatching(/I saw: audio\/wav \(21 bytes\)\n$/u)],
    [
      'verbose_json',
      'response_format',
      expect.objectContaining({ task: 'transcribe', text: expect.stringContaining('I saw') as string }),
    ],
  ] as const)('come as %s', async (format, loss, expected) => {
    const { data, response } = await its.openai.audio.transcriptions
      .create({ model: HEARER, file: await file(), response_format: format as 'json' })
      .withResponse();
    expect(response.headers.get('x-pollux-loss')).toBe(loss);
    expect(data).toEqual(expected);
  });

  it.each(['srt', 'vtt', 'diarized_json'] as const)(
    'as %s are refused: nobody knows the times',
    async (format) => {
      const error = await errorOf(
        its.openai.audio.transcriptions.create({
          model: HEARER,
          file: await file(),
          response_format: format as 'json',
        }),
      );
      expect([error.status, error.param]).toEqual([400, 'response_format']);
      expect(its.reached).toEqual([]);
    },
  );

  it('stream as they are written', async () => {
    const stream = await its.openai.audio.transcriptions.create({
      model: HEARER,
      file: await file(),
      stream: true,
    });
    let text = '';
    let done: string | undefined;
    for await (const event of stream) {
      if (event.type === 'transcript.text.delta') text += event.delta;
      if (event.type === 'transcript.text.done') done = event.text;
    }
    expect(text).toContain('I saw: audio/wav');
    expect(done).toBe(text);
    expect(its.reached).toEqual(['gemini streamGenerateContent 200']);
  });

  it.each(['cut', 'error-event', 'eof'])('whose stream breaks (%s) end in an error', async (fault) => {
    const response = await fetch(`${its.world.url}/v1/audio/transcriptions`, {
      method: 'POST',
      body: formOf({ model: `gemini-3.8-flash-sim-${fault}`, stream: 'true' }),
    });
    const text = await response.text();
    expect(text).toContain('"error":');
    expect(text).not.toContain('transcript.text.done');
  });

  it('are translated when that is asked for', async () => {
    const answer = await its.openai.audio.translations.create({ model: HEARER, file: await file() });
    expect(answer.text).toContain('into English');
  });

  it('are not translated by a model that only transcribes', async () => {
    const model = 'gemini-3.8-flash-transcribe';
    const error = await errorOf(its.openai.audio.translations.create({ model, file: await file() }));
    expect(error.message).toMatch(/cannot translate recordings\. Models that can: gemini-/u);
    expect(its.reached).toEqual([]);
  });

  it('take over where OpenAI cannot', async () => {
    its.world.simulator.addFault({ fault: '429-day', persona: 'openai' });
    const answer = await its.openai.audio.transcriptions.create({ model: 'both', file: await file() });
    expect(answer.text).toContain('I saw');
    expect(its.reached).toEqual(['openai audio.transcriptions 429', 'gemini generateContent 200']);
  });
});

function formOf(fields: Readonly<Record<string, string>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new File([new Uint8Array(SOUND)], 'note.wav', { type: 'audio/wav' }));
  return form;
}
