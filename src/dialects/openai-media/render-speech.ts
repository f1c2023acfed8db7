// A canonical answer of a speech model → the sound that the caller asked for, or its events.
// https://platform.openai.com/docs/api-reference/audio/speech-audio-delta-event

import type { CanonAnswer } from '../../canon/answer.ts';
import type { SpeechFormat } from '../../canon/speech.ts';
import type { Usage } from '../../canon/usage.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import { readWaveFile, writeWaveFile, type Samples } from './wave-file.ts';

/** A whole answer's sound, ready to be sent. */
export interface Sound {
  readonly contentType: string;
  readonly bytes: Buffer;
  /** The format that it really has; undefined for one that OpenAI has no word for. */
  readonly format: SpeechFormat | undefined;
}

/** Whole sample frames and base64 groups: a piece can be decoded, and played, by itself. */
const PIECE_BYTES = 24_576;
/** What Google sends when it does not say. */
const USUAL_RATE = 24_000;
const WAVE = /^audio\/(?:x-)?wave?\b/u;

/**
 * The sound in the format asked for where that takes no encoder (WAV, plain samples), else as it came, plain samples in
 * a WAV file. Throws GatewayError `content_policy` when the model refused, `incomplete_answer` when it said nothing.
 */
export function renderSpeech(answer: CanonAnswer, format: SpeechFormat): Sound {
  const { bytes, mimeType } = readSound(answer);
  const samples = readSamples(bytes, mimeType);
  if (samples !== undefined) {
    return format === 'pcm'
      ? { contentType: 'audio/pcm', bytes: samples.data, format }
      : { contentType: 'audio/wav', bytes: writeWaveFile(samples), format: 'wav' };
  }
  if (WAVE.test(mimeType)) return { contentType: 'audio/wav', bytes, format: 'wav' };
  if (/^audio\/(?:mp3|mpeg)\b/u.test(mimeType)) return { contentType: 'audio/mpeg', bytes, format: 'mp3' };
  if (/^audio\/(?:ogg|opus)/u.test(mimeType)) return { contentType: 'audio/ogg', bytes, format: 'opus' };
  return { contentType: mimeType, bytes, format: undefined };
}

/** The sound in pieces, then what it took. */
export function renderSpeechEvents({ bytes }: Sound, usage: Usage | undefined): string {
  let events = '';
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    const audio = bytes.subarray(at, at + PIECE_BYTES).toString('base64');
    events += `data: ${JSON.stringify({ type: 'speech.audio.delta', audio })}\n\n`;
  }
  const input = usage?.inputTokens ?? 0;
  const output = usage?.outputTokens ?? 0;
  const done = {
    type: 'speech.audio.done',
    usage: {
      input_tokens: input,
      output_tokens: output,
      total_tokens: usage?.totalTokens ?? input + output,
    },
  };
  return `${events}data: ${JSON.stringify(done)}\n\n`;
}

function readSound({ candidates }: CanonAnswer): { readonly bytes: Buffer; readonly mimeType: string } {
  const pieces: Buffer[] = [];
  let mimeType = '';
  for (const part of candidates.flatMap(({ parts }) => parts)) {
    if (part.type !== 'media' || part.kind !== 'audio' || part.source.type !== 'inline') continue;
    pieces.push(Buffer.from(part.source.data, 'base64'));
    mimeType ||= (part.mimeType ?? '').toLowerCase();
  }
  const bytes = Buffer.concat(pieces);
  if (bytes.length > 0) return { bytes, mimeType };
  const finish = candidates[0]?.finish;
  if (finish?.kind === 'content-filter' || finish?.kind === 'refusal') {
    throw new GatewayError(
      'content_policy',
      `The model did not read the text aloud: ${finish.message ?? finish.raw ?? 'it was withheld'}.`,
    );
  }
  throw new GatewayError('incomplete_answer', 'The model answered without sound.');
}

/** `audio/L16;codec=pcm;rate=24000`: little-endian all the same, whatever the type's standard says. */
function readSamples(bytes: Buffer, mimeType: string): Samples | undefined {
  if (WAVE.test(mimeType)) return readWaveFile(bytes);
  if (!/^audio\/(?:l16|pcm)\b/u.test(mimeType)) return undefined;
  const parameter = (name: string): number | undefined => {
    const value = new RegExp(`;\\s*${name}=(\\d+)`, 'u').exec(mimeType)?.[1];
    return value === undefined ? undefined : Number(value);
  };
  return { data: bytes, rate: parameter('rate') ?? USUAL_RATE, channels: parameter('channels') ?? 1 };
}
