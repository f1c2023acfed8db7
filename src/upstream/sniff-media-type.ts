// What media bytes are by their first bytes, for servers that do not say or say nothing useful.

/** Header values that tell nothing about the content. */
const GENERIC = new Set([
  '',
  'application/octet-stream',
  'binary/octet-stream',
  'application/binary',
  'application/x-download',
]);
/** Names that are met although they were never registered; providers refuse them. */
const ALIASES: Readonly<Record<string, string>> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'image/x-png': 'image/png',
};

const SIGNATURES: readonly (readonly [offset: number, bytes: string, mimeType: string])[] = [
  [0, '\u0089PNG\r\n\u001a\n', 'image/png'],
  [0, '\u00ff\u00d8\u00ff', 'image/jpeg'],
  [0, 'GIF8', 'image/gif'],
  [8, 'WEBP', 'image/webp'],
  [4, 'ftypavif', 'image/avif'],
  [4, 'ftypheic', 'image/heic'],
  [4, 'ftypmif1', 'image/heif'],
  [0, 'BM', 'image/bmp'],
  [0, '%PDF-', 'application/pdf'],
  [8, 'WAVE', 'audio/wav'],
  [0, 'ID3', 'audio/mp3'],
  [0, 'OggS', 'audio/ogg'],
  [0, 'fLaC', 'audio/flac'],
  [4, 'ftyp', 'video/mp4'],
];
const LONGEST_SIGNATURE = 16;

/** MIME type of a body: its `content-type` when that says something, else by its bytes, else `application/octet-stream`. */
export function sniffMediaType(contentType: string | undefined, bytes: Buffer): string {
  const essence = (contentType?.split(';', 1)[0] ?? '').trim().toLowerCase();
  if (!GENERIC.has(essence)) return ALIASES[essence] ?? essence;
  const head = bytes.toString('latin1', 0, LONGEST_SIGNATURE);
  const match = SIGNATURES.find(([offset, signature]) => head.startsWith(signature, offset));
  return match?.[2] ?? 'application/octet-stream';
}
