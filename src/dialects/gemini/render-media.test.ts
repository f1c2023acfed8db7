import { describe, expect, it } from 'vitest';
import type { MediaPart } from '../../canon/content.ts';
import { createLoss } from '../../canon/loss.ts';
import { geminiTraits } from './model-traits.ts';
import { renderMedia, renderNamedMedia } from './render-media.ts';

const traits = geminiTraits('gemini-3.8-flash');
const inline = (
  mimeType: string | undefined,
  data = 'AAAA',
  kind: MediaPart['kind'] = 'image',
): MediaPart => ({
  type: 'media',
  kind,
  mimeType,
  source: { type: 'inline', data },
});
const render = (part: MediaPart) => renderMedia(part, traits, createLoss());

describe('media', () => {
  it.each([
    [inline('image/jpg'), 'image/jpeg'],
    [inline('IMAGE/PNG; charset=binary'), 'image/png'],
    [inline('mp3', 'AAAA', 'audio'), 'audio/mp3'],
    [inline('audio/x-wav', 'AAAA', 'audio'), 'audio/wav'],
    [inline(undefined, '/9j/AAAA'), 'image/jpeg'],
    [inline('', 'iVBORw0KGgoAAAA'), 'image/png'],
    [inline('application/octet-stream', 'JVBERi0x', 'document'), 'application/pdf'],
    [inline(undefined, 'AAAA', 'audio'), 'audio/wav'],
  ])('in place: %j goes as %s, never without a type', (part, mimeType) => {
    expect(render(part)).toMatchObject({ inlineData: { mimeType } });
  });

  it('of YouTube is named by its address alone', () => {
    for (const url of ['https://www.youtube.com/watch?v=x', 'https://youtu.be/x']) {
      expect(
        render({ type: 'media', kind: 'video', mimeType: 'text/html', source: { type: 'url', url } }),
      ).toEqual({ fileData: { fileUri: url } });
    }
  });

  it('at another address carries its type, guessed from the name where unknown', () => {
    const url = 'https://a.example/b.jpg?c=1';
    expect(render({ type: 'media', kind: 'image', source: { type: 'url', url } })).toEqual({
      fileData: { mimeType: 'image/jpeg', fileUri: url },
    });
  });

  it('held as a file is named by its whole address', () => {
    const file = (fileId: string) =>
      render({ type: 'media', kind: 'document', source: { type: 'file', fileId } });
    expect(file('files/abc')).toEqual({
      fileData: { fileUri: 'https://generativelanguage.googleapis.com/v1beta/files/abc' },
    });
    expect(file('https://x.example/files/abc')).toEqual({
      fileData: { fileUri: 'https://x.example/files/abc' },
    });
  });

  it.each(['file-abc123', 'file_011CNha8iCJcU1wXNR6q4V8w'])(
    'held as a file of another vendor (%s) is left out and named: Google would refuse the request',
    (fileId) => {
      const loss = createLoss();
      const part: MediaPart = { type: 'media', kind: 'document', source: { type: 'file', fileId } };
      expect(renderMedia(part, traits, loss)).toBeUndefined();
      expect(renderNamedMedia({ ...part, name: 'a.pdf' }, traits, loss)).toEqual([]);
      expect([...loss.items]).toEqual(['file_id']);
    },
  );

  it('takes a resolution from the wished detail, where the model has one', () => {
    expect(render({ ...inline('image/png'), detail: 'low' })).toMatchObject({
      mediaResolution: { level: 'MEDIA_RESOLUTION_LOW' },
    });
    expect(render({ ...inline('image/png'), detail: 'auto' })).not.toHaveProperty('mediaResolution');
    const loss = createLoss();
    expect(
      renderMedia({ ...inline('image/png'), detail: 'high' }, geminiTraits('gemini-2.5-pro'), loss),
    ).not.toHaveProperty('mediaResolution');
    expect([...loss.items]).toEqual(['image_detail']);
  });
});

describe('the name of a file', () => {
  const pdf: MediaPart = { ...inline('application/pdf', 'JVBERi0x', 'document'), name: 'report.pdf' };
  const named = (part: MediaPart) => {
    const loss = createLoss();
    return { parts: renderNamedMedia(part, traits, loss), lost: [...loss.items] };
  };

  it('goes before it as text, and nothing is lost', () => {
    expect(named(pdf)).toEqual({
      parts: [{ text: 'report.pdf\n' }, { inlineData: { mimeType: 'application/pdf', data: 'JVBERi0x' } }],
      lost: [],
    });
  });

  it.each([undefined, ''])('adds nothing where it is %j', (name) => {
    expect(named({ ...pdf, name }).parts).toHaveLength(1);
  });
});
