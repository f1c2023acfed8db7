// Reads a multipart form as far as the simulator must: fields by name, and the one file.

interface FormFile {
  readonly name: string;
  readonly mimeType: string;
  readonly sizeBytes: number;
}

/** Of fields and files that come more than once, the last counts. */
export interface ReadForm {
  readonly fields: ReadonlyMap<string, string>;
  readonly file: FormFile | undefined;
}

/** Undefined when the bytes are no form with that boundary, whole to its closing mark. */
export function readForm(bytes: Buffer, contentType: string | undefined): ReadForm | undefined {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/iu.exec(contentType ?? '')?.[1];
  if (boundary === undefined) return undefined;
  // Latin-1 keeps one character for each byte, so that sizes are right.
  const pieces = bytes.toString('latin1').split(`--${boundary}`);
  if (pieces.length < 3 || pieces.at(-1)?.startsWith('--') !== true) return undefined;
  const fields = new Map<string, string>();
  let file: FormFile | undefined;
  for (const piece of pieces.slice(1, -1)) {
    const mark = piece.indexOf('\r\n\r\n');
    if (mark === -1) return undefined;
    const headers = piece.slice(0, mark);
    const content = piece.slice(mark + 4, -2);
    const name = /\bname="([^"]*)"/u.exec(headers)?.[1] ?? '';
    const fileName = /\bfilename="([^"]*)"/u.exec(headers)?.[1];
    if (fileName === undefined) fields.set(name, Buffer.from(content, 'latin1').toString('utf8'));
    else
      file = {
        name: fileName,
        mimeType: /^content-type:\s*(\S+)/imu.exec(headers)?.[1] ?? 'application/octet-stream',
        sizeBytes: content.length,
      };
  }
  return { fields, file };
}
