// What image and speech models answer: a small sound PNG, a moment of 24 kHz sound in the form asked for.
import { asString, type JsonObject } from '../../lib/json.ts';
import { isNewSpeechModel } from './check-media.ts';
import type { GeminiModel } from './model-catalog.ts';
import { wireField } from './wire-field.ts';

/** One red pixel. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC';
const PCM_SAMPLES = 2400;
const RATE = 24_000;

/** The medium part of the answer; undefined for models that only speak text. A stream is always plain samples. */
export function createMediumPart(model: GeminiModel, body: unknown, stream: boolean): JsonObject | undefined {
  if (model.kind === 'image') return { inlineData: { mimeType: 'image/png', data: PNG } };
  if (model.kind !== 'tts') return undefined;
  const format = wireField(wireField(body, 'generationConfig'), 'responseFormat');
  const asked = asString(wireField(wireField(format, 'audio'), 'mimeType')) ?? '';
  const samples = createTone();
  const [mimeType, bytes] = isNewSpeechModel(model) && !stream ? encode(samples, asked) : plain(samples);
  return { inlineData: { mimeType, data: bytes.toString('base64') } };
}

function plain(samples: Buffer): readonly [string, Buffer] {
  return [`audio/L16;codec=pcm;rate=${RATE}`, samples];
}

/** Compressed forms only look the part: their mark, then the samples. */
function encode(samples: Buffer, asked: string): readonly [string, Buffer] {
  switch (asked) {
    case 'AUDIO_MP3':
      return ['audio/mp3', Buffer.concat([Buffer.from('ID3'), samples])];
    case 'AUDIO_OGG_OPUS':
      return ['audio/ogg_opus', Buffer.concat([Buffer.from('OggS'), samples])];
    case 'AUDIO_L16':
      return plain(samples);
    default:
      return ['audio/wav', Buffer.concat([waveHeader(samples.length), samples])];
  }
}

function waveHeader(size: number): Buffer {
  const header = Buffer.from('RIFF....WAVEfmt ................................', 'latin1').subarray(0, 44);
  header.writeUInt32LE(36 + size, 4);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(RATE * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(size, 40);
  return header;
}

/** A tenth of a second of 440 Hz, 16 bit little-endian. */
function createTone(): Buffer {
  const samples = Buffer.alloc(PCM_SAMPLES * 2);
  for (let at = 0; at < PCM_SAMPLES; at++) {
    samples.writeInt16LE(Math.round(Math.sin((at / RATE) * 440 * 2 * Math.PI) * 8000), at * 2);
  }
  return samples;
}
