// Speech through the OpenAI SDK: relayed to OpenAI as it comes, spoken by Gemini.

import { describe, expect, it } from 'vitest';
import { errorOf, useOpenaiWorld } from './openai-world.ts';

const NEW = 'gemini-3.8-flash-tts';
const OLD = 'gemini-2.5-flash-preview-tts';

const its = useOpenaiWorld();

interface Heard {
  readonly type: string | null;
  readonly loss: string | null;
  readonly bytes: Buffer;
}

async function speak(model: string, fields: object = {}): Promise<Heard> {
  const answer = await its.openai.audio.speech.create({ model, voice: 'Kore', input: 'Hello.', ...fields });
  return {
    type: answer.headers.get('content-type'),
    loss: answer.headers.get('x-pollux-loss'),
    bytes: Buffer.from(await answer.arrayBuffer()),
  };
}

describe('speech by OpenAI', () => {
  it.each([
    ['mp3', 'audio/mpeg'],
    ['pcm', 'audio/pcm'],
    ['flac', 'audio/flac'],
  ] as const)('passes as %s, byte by byte', async (format, type) => {
    const request = { model: 'tts-1', voice: 'alloy', input: 'Hello.', response_format: format };
    const heard = await speak('tts-1', request);
    const [call] = its.calls;
    const direct = await fetch(`http://${call?.headers.host ?? ''}${call?.url ?? ''}`, {
      method: 'POST',
      headers: { authorization: call?.headers.authorization ?? '' },
      body: new Uint8Array(call?.rawBody ?? []),
    });
    expect(JSON.parse(String(call?.rawBody))).toEqual(request);
    expect(heard.type).toBe(type);
    expect(heard.bytes).toEqual(Buffer.from(await direct.arrayBuffer()));
    expect(its.reached[0]).toBe('openai audio.speech 200');
  });

  it('passes as events', async () => {
    const heard = await speak('gpt-4o-mini-tts', { voice: 'alloy', stream_format: 'sse' });
    const types = [...heard.bytes.toString().matchAll(/"type":"([^"]+)"/gu)].map((match) => match[1]);
    expect(types).toEqual([...Array.from({ length: 8 }, () => 'speech.audio.delta'), 'speech.audio.done']);
  });

  it('that is cut breaks the connection: it never looks whole', async () => {
    const answer = its.openai.audio.speech
      .create({ model: 'tts-1-sim-cut', voice: 'alloy', input: 'Hello.' })
      .then((response) => response.arrayBuffer());
    await expect(answer).rejects.toThrow(/terminated|aborted|closed|fetch failed/iu);
    expect(its.reached).toEqual(['openai audio.speech 200']);
  });

  it('in whose place a page of HTML comes is tried elsewhere', async () => {
    its.world.simulator.addFault({ fault: 'wrong-content-type', times: 1 });
    expect((await speak('tts-1', { voice: 'alloy' })).type).toBe('audio/mpeg');
    expect(its.reached).toHaveLength(2);
  });

  it('without a byte is an error', async () => {
    const error = await errorOf(speak('tts-1-sim-empty', { voice: 'alloy' }));
    expect(error.status).toBe(502);
  });
});

describe('speech by Gemini', () => {
  it.each([
    [NEW, undefined, 'audio/mpeg', 'ID3', null],
    [NEW, 'mp3', 'audio/mpeg', 'ID3', null],
    [NEW, 'opus', 'audio/ogg', 'OggS', null],
    [NEW, 'wav', 'audio/wav', 'RIFF', null],
    [NEW, 'flac', 'audio/wav', 'RIFF', 'response_format'],
    [OLD, 'wav', 'audio/wav', 'RIFF', null],
    [OLD, 'mp3', 'audio/wav', 'RIFF', 'response_format'],
    [OLD, undefined, 'audio/wav', 'RIFF', 'response_format'],
  ])('%s asked for %s answers %s', async (model, format, type, mark, loss) => {
    const heard = await speak(model, format === undefined ? {} : { response_format: format });
    expect([heard.type, heard.loss]).toEqual([type, loss]);
    expect(heard.bytes.toString('latin1').startsWith(mark)).toBe(true);
    expect(its.reached).toEqual(['gemini generateContent 200']);
  });

  it.each([NEW, OLD])('%s gives plain samples without a header', async (model) => {
    const samples = await speak(model, { response_format: 'pcm' });
    const file = await speak(model, { response_format: 'wav' });
    expect([samples.type, samples.bytes.length]).toEqual(['audio/pcm', 4800]);
    expect(file.bytes.subarray(44)).toEqual(samples.bytes);
    expect([file.bytes.readUInt32LE(24), file.bytes.readUInt16LE(22)]).toEqual([24_000, 1]);
  });

  it('is told the manner beside the text, or before it where there is no beside', async () => {
    await speak(NEW, { instructions: 'whisper' });
    await speak(OLD, { instructions: 'whisper' });
    const parts = its.calls.map(
      ({ body }) => (body as { contents: [{ parts: unknown[] }] }).contents[0].parts,
    );
    expect(parts[0]).toEqual([{ text: 'Hello.', speechMetadata: { style: 'whisper' } }]);
    expect(parts[1]).toEqual([{ text: expect.stringMatching(/^Read .*whisper\n\nHello\.$/su) as string }]);
  });

  it("has a like of each of OpenAI's voices, and says so", async () => {
    const heard = await speak(NEW, { voice: 'onyx' });
    expect(heard.loss).toBe('voice');
    expect(JSON.stringify(its.calls[0]?.body)).toContain('"voiceName":"Orus"');
  });

  it('comes in events', async () => {
    const heard = await speak(NEW, { stream_format: 'sse', response_format: 'pcm' });
    expect(heard.type).toBe('text/event-stream');
    const events = [...heard.bytes.toString().matchAll(/^data: (.*)$/gmu)].map(
      (match) => JSON.parse(match[1] ?? '') as { type: string; audio?: string; usage?: object },
    );
    expect(Buffer.from(events[0]?.audio ?? '', 'base64')).toHaveLength(4800);
    expect(events.at(-1)).toMatchObject({ type: 'speech.audio.done', usage: { output_tokens: 1290 } });
  });

  it('that is withheld is a violation of policy', async () => {
    its.world.simulator.addFault({ fault: 'finish-PROHIBITED_CONTENT' });
    const error = await errorOf(speak(NEW));
    expect([error.status, error.code]).toEqual([400, 'content_policy_violation']);
  });

  it('of a model that is mute is told which ones speak', async () => {
    const error = await errorOf(speak('gemini-3.8-flash'));
    expect(error.message).toMatch(/cannot read texts aloud.*-tts/u);
    expect(its.reached).toEqual([]);
  });
});
