import { describe, expect, it } from 'vitest';
import { createLoss } from '../../canon/loss.ts';
import type { JsonObject } from '../../lib/json.ts';
import { parseContent } from './parse-content.ts';

function parse(part: JsonObject): { part: unknown; lost: string[] } {
  const loss = createLoss();
  const [parsed] = parseContent([part], 'messages[0].content', loss);
  return { part: JSON.parse(JSON.stringify(parsed)), lost: [...loss.items] };
}

function image(url: string, detail?: string): JsonObject {
  return { type: 'image_url', image_url: detail === undefined ? { url } : { url, detail } };
}

const inline = (data: string): JsonObject => ({ type: 'inline', data });

describe('parse media', () => {
  const cases: readonly (readonly [string, JsonObject, JsonObject])[] = [
    [
      'an inline image',
      image('data:image/png;base64,AAAA'),
      { kind: 'image', mimeType: 'image/png', source: inline('AAAA') },
    ],
    [
      'image/jpg under its real name',
      image('data:image/jpg;base64,AAAA'),
      { kind: 'image', mimeType: 'image/jpeg', source: inline('AAAA') },
    ],
    [
      'upper case in a data URL',
      image('DATA:Image/PNG;Base64,AAAA'),
      { kind: 'image', mimeType: 'image/png', source: inline('AAAA') },
    ],
    [
      'a data URL without base64',
      image('data:image/svg+xml,%3Csvg/%3E'),
      { kind: 'image', mimeType: 'image/svg+xml', source: inline('PHN2Zy8+') },
    ],
    [
      'an image elsewhere, of a type that only a fetch tells',
      image('https://a.test/x'),
      { kind: 'image', source: { type: 'url', url: 'https://a.test/x' } },
    ],
    [
      'the detail of an image',
      image('https://a.test/x', 'low'),
      { kind: 'image', source: { type: 'url', url: 'https://a.test/x' }, detail: 'low' },
    ],
    [
      'an image as a bare string',
      { type: 'image_url', image_url: 'https://a.test/x' },
      { kind: 'image', source: { type: 'url', url: 'https://a.test/x' } },
    ],
    [
      'an image as Responses spells it',
      { type: 'input_image', image_url: 'https://a.test/x', detail: 'high' },
      { kind: 'image', source: { type: 'url', url: 'https://a.test/x' }, detail: 'high' },
    ],
    [
      'a video elsewhere',
      { type: 'video_url', video_url: { url: 'https://youtu.be/x' } },
      { kind: 'video', source: { type: 'url', url: 'https://youtu.be/x' } },
    ],
    [
      'an inline video',
      { type: 'video_url', video_url: { url: 'data:video/mp4;base64,AAAA' } },
      { kind: 'video', mimeType: 'video/mp4', source: inline('AAAA') },
    ],
    [
      'wav sound',
      { type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } },
      { kind: 'audio', mimeType: 'audio/wav', source: inline('AAAA') },
    ],
    [
      'mp3 sound under its registered name',
      { type: 'input_audio', input_audio: { data: 'AAAA', format: 'mp3' } },
      { kind: 'audio', mimeType: 'audio/mpeg', source: inline('AAAA') },
    ],
    [
      'sound in a data URL',
      { type: 'input_audio', input_audio: { data: 'data:audio/ogg;base64,AAAA' } },
      { kind: 'audio', mimeType: 'audio/ogg', source: inline('AAAA') },
    ],
    [
      'a PDF in a data URL',
      { type: 'file', file: { file_data: 'data:application/pdf;base64,AAAA', filename: 'a.pdf' } },
      { kind: 'document', mimeType: 'application/pdf', source: inline('AAAA'), name: 'a.pdf' },
    ],
    [
      'a file typed by its name',
      { type: 'file', file: { file_data: 'AAAA', filename: 'Table.CSV' } },
      { kind: 'document', mimeType: 'text/csv', source: inline('AAAA'), name: 'Table.CSV' },
    ],
    [
      'a nameless file as PDF',
      { type: 'file', file: { file_data: 'AAAA' } },
      { kind: 'document', mimeType: 'application/pdf', source: inline('AAAA') },
    ],
    [
      'a picture sent as a file',
      { type: 'file', file: { file_data: 'data:image/png;base64,AAAA' } },
      { kind: 'image', mimeType: 'image/png', source: inline('AAAA') },
    ],
    [
      'a file that the provider holds',
      { type: 'file', file: { file_id: 'file-1' } },
      { kind: 'document', source: { type: 'file', fileId: 'file-1' } },
    ],
    [
      'a file elsewhere',
      { type: 'file', file: { file_data: 'https://a.test/a.pdf', filename: 'a.pdf' } },
      {
        kind: 'document',
        mimeType: 'application/pdf',
        source: { type: 'url', url: 'https://a.test/a.pdf' },
        name: 'a.pdf',
      },
    ],
  ];
  for (const [name, given, expected] of cases) {
    it(`reads ${name}`, () => {
      expect(parse(given)).toEqual({ part: { type: 'media', ...expected }, lost: [] });
    });
  }

  it('names a detail that nobody knows', () => {
    const { part, lost } = parse(image('https://a.test/x', 'ultra'));
    expect(part).not.toHaveProperty('detail');
    expect(lost).toEqual(['messages[0].content[0].image_url.detail']);
  });

  const refused: readonly (readonly [string, JsonObject])[] = [
    ['image_url.url', { type: 'image_url', image_url: {} }],
    ['image_url', { type: 'image_url' }],
    ['image_url.url', image('file:///etc/passwd')],
    ['image_url.url', image('iVBORw0KGgo')],
    ['image_url.url', image('data:image/png;base64')],
    ['image_url.url', image('data:image/png;base64,')],
    ['image_url.url', image('data:text/plain,%zz')],
    ['input_audio', { type: 'input_audio' }],
    ['input_audio.data', { type: 'input_audio', input_audio: { format: 'wav' } }],
    ['input_audio.format', { type: 'input_audio', input_audio: { data: 'AAAA' } }],
    ['file', { type: 'file' }],
    ['file', { type: 'file', file: { filename: 'a.pdf' } }],
    ['file.file_id', { type: 'file', file: { file_id: 5 } }],
  ];
  for (const [field, given] of refused) {
    it(`refuses ${JSON.stringify(given)} by the name of ${field}`, () => {
      expect(() => parse(given)).toThrow(`'messages[0].content[0].${field}'`);
    });
  }
});
