// The WAV container around plain 16-bit samples: players take no samples that do not say what they are.

/** `rate` is in samples a second, for each channel. */
export interface Samples {
  /** 16 bit, little-endian, channels interleaved. */
  readonly data: Buffer;
  readonly rate: number;
  readonly channels: number;
}

const HEADER_BYTES = 44;
const PCM = 1;
const BITS = 16;

/** A whole WAV file. */
export function writeWaveFile({ data, rate, channels }: Samples): Buffer {
  const frameBytes = (channels * BITS) / 8;
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('RIFF', 0);
  header.writeUInt32LE(HEADER_BYTES - 8 + data.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(PCM, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * frameBytes, 28);
  header.writeUInt16LE(frameBytes, 32);
  header.writeUInt16LE(BITS, 34);
  header.write('data', 36);
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}

/** The samples of a WAV file; undefined when it holds no 16-bit PCM. */
export function readWaveFile(file: Buffer): Samples | undefined {
  if (file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE') return undefined;
  let format: { rate: number; channels: number } | undefined;
  for (let at = 12; at + 8 <= file.length;) {
    const name = file.toString('latin1', at, at + 4);
    const size = file.readUInt32LE(at + 4);
    const body = file.subarray(at + 8, at + 8 + size);
    if (name === 'fmt ' && body.length >= 16) {
      if (body.readUInt16LE(0) !== PCM || body.readUInt16LE(14) !== BITS) return undefined;
      format = { channels: body.readUInt16LE(2), rate: body.readUInt32LE(4) };
    } else if (name === 'data') {
      return format && { ...format, data: body };
    }
    // Chunks begin at even offsets.
    at += 8 + size + (size % 2);
  }
  return undefined;
}
