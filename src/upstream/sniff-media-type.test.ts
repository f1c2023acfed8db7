import { describe, expect, it } from 'vitest';
import { sniffMediaType } from './sniff-media-type.ts';

describe('media type', () => {
  it.each([
    ['what the server says', 'image/webp', 'anything', 'image/webp'],
    ['without parameters, in lower case', 'Image/PNG; charset=binary', '', 'image/png'],
    ['the registered name of a jpeg', 'image/jpg', '', 'image/jpeg'],
    ['a PNG nobody named', undefined, '\u0089PNG\r\n\u001a\nrest', 'image/png'],
    [
      'a JPEG called a stream of octets',
      'application/octet-stream',
      '\u00ff\u00d8\u00ff\u00e0',
      'image/jpeg',
    ],
    ['a GIF', '', 'GIF89a', 'image/gif'],
    ['a WebP', '', 'RIFF\u0001\u0002\u0003\u0004WEBPVP8 ', 'image/webp'],
    ['a WAV', '', 'RIFF\u0001\u0002\u0003\u0004WAVEfmt ', 'audio/wav'],
    ['an AVIF, not a video', '', '\0\0\0\u0020ftypavif', 'image/avif'],
    ['an MP4', '', '\0\0\0\u0020ftypisom', 'video/mp4'],
    ['a PDF', 'binary/octet-stream', '%PDF-1.7', 'application/pdf'],
    ['nothing known', undefined, 'hello', 'application/octet-stream'],
    ['an empty body', undefined, '', 'application/octet-stream'],
  ])('is %s', (_name, header, body, expected) => {
    expect(sniffMediaType(header, Buffer.from(body, 'latin1'))).toBe(expected);
  });
});
