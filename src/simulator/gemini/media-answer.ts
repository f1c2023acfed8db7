// What image and speech models answer: a small sound PNG, a moment of 24 kHz PCM.
import type { JsonObject } from '../../lib/json.ts';
import type { ModelKind } from './model-catalog.ts';

/** One red pixel. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC';
const PCM_SAMPLES = 2400;

/** The medium part of the answer; undefined for models that only speak text. */
export function createMediumPart(kind: ModelKind): JsonObject | undefined {
  if (kind === 'image') return { inlineData: { mimeType: 'image/png', data: PNG } };
  if (kind === 'tts')
    return { inlineData: { mimeType: 'audio/L16;codec=pcm;rate=24000', data: createTone() } };
  return undefined;
}

/** A tenth of a second of 440 Hz, 16 bit little-endian. */
function createTone(): string {
  const samples = Buffer.alloc(PCM_SAMPLES * 2);
  for (let at = 0; at < PCM_SAMPLES; at++) {
    samples.writeInt16LE(Math.round(Math.sin((at / 24_000) * 440 * 2 * Math.PI) * 8000), at * 2);
  }
  return samples.toString('base64');
}
