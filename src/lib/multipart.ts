// The outer shape of a multipart body: where its parts are. What they mean is a parser's business.
// https://www.rfc-editor.org/rfc/rfc7578

const HEADER_END = Buffer.from('\r\n\r\n');

/** The boundary that a content type names; undefined where it is no multipart form or names none. */
export function multipartBoundary(contentType: string | undefined): string | undefined {
  const match =
    /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70})(?=[\s;]|$))/iu.exec(
      contentType ?? '',
    );
  return match?.[1] ?? match?.[2];
}

/** A content type that names `boundary` and leaves nothing to interpretation. */
export function multipartType(boundary: string): string {
  const isToken = /^[\w.+-]+$/u.test(boundary);
  return `multipart/form-data; boundary=${isToken ? boundary : JSON.stringify(boundary)}`;
}

/** How many parts a body holds, counted no further than `most`. */
export function countParts(bytes: Buffer, boundary: string, most: number): number {
  const mark = Buffer.from(`--${boundary}`);
  let parts = -1;
  for (let at = bytes.indexOf(mark); at !== -1 && parts <= most; at = bytes.indexOf(mark, at + mark.length))
    parts += 1;
  return Math.max(0, parts);
}

/**
 * The bytes with the text of the field `name` set to `value`, all others as they are; the same buffer when it says so
 * already. Undefined when there is no such field.
 */
export function spliceField(
  bytes: Buffer,
  boundary: string,
  name: string,
  value: string,
): Buffer | undefined {
  const mark = Buffer.from(`\r\n--${boundary}`);
  // The first delimiter may stand at the very beginning, without a line before it.
  let at = bytes.indexOf(mark.subarray(2));
  while (at !== -1) {
    const headersEnd = bytes.indexOf(HEADER_END, at);
    if (headersEnd === -1) return undefined;
    const start = headersEnd + HEADER_END.length;
    const end = bytes.indexOf(mark, start - 2);
    if (end === -1) return undefined;
    if (isField(bytes.toString('latin1', at, headersEnd), name)) {
      const text = Buffer.from(value);
      if (bytes.subarray(start, end).equals(text)) return bytes;
      return Buffer.concat([bytes.subarray(0, start), text, bytes.subarray(Math.max(start, end))]);
    }
    at = end + 2;
  }
  return undefined;
}

function isField(headers: string, name: string): boolean {
  const disposition = /^content-disposition:(.*)$/imu.exec(headers)?.[1] ?? '';
  return /;\s*name="?([^";]*)"?/iu.exec(disposition)?.[1] === name;
}
