import { describe, expect, it } from 'vitest';
import { readWaveFile, writeWaveFile } from './wave-file.ts';

const samples = { data: Buffer.from([1, 2, 3, 4]), rate: 24_000, channels: 1 };

describe('a WAV file', () => {
  it('says what its samples are', () => {
    const file = writeWaveFile({ ...samples, channels: 2 });
    expect(file.toString('latin1', 0, 4) + file.toString('latin1', 8, 16)).toBe('RIFFWAVEfmt ');
    expect(file.readUInt32LE(4)).toBe(file.length - 8);
    expect([20, 22, 32, 34].map((at) => file.readUInt16LE(at))).toEqual([1, 2, 4, 16]);
    expect([24, 28, 40].map((at) => file.readUInt32LE(at))).toEqual([24_000, 96_000, 4]);
  });

  it('gives back what went in, also behind chunks of other kinds', () => {
    const file = writeWaveFile(samples);
    const note = Buffer.from('LIST\u0003\0\0\0abc\0', 'latin1');
    const longer = Buffer.concat([file.subarray(0, 36), note, file.subarray(36)]);
    expect(readWaveFile(file)).toEqual(samples);
    expect(readWaveFile(longer)).toEqual(samples);
  });

  it.each([
    ['no file', Buffer.from('hello')],
    ['a file without samples', writeWaveFile(samples).subarray(0, 36)],
    ['samples before their format', Buffer.from('RIFF....WAVEdata\u0002\0\0\0ab', 'latin1')],
    ['samples of another kind', Buffer.from(writeWaveFile(samples)).fill(3, 20, 21)],
    ['samples of another size', Buffer.from(writeWaveFile(samples)).fill(24, 34, 35)],
  ])('%s is none', (_what, bytes) => {
    expect(readWaveFile(bytes)).toBeUndefined();
  });
});
