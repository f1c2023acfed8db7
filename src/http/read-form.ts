// An uploaded form with its file, or a clear error. Bounds what parsing may cost.

import type { UploadedFile, UploadForm } from '../dialects/openai-media/upload-form.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import { countParts, multipartBoundary, multipartType } from '../lib/multipart.ts';

/** Far more than any endpoint has fields. */
const MOST_PARTS = 200;

/** A well-formed form of at most 200 parts. */
export interface FormBody {
  /** As sent. */
  readonly bytes: Buffer;
  /** With the boundary that was read here, and it alone: so that nobody behind reads another form from the same bytes. */
  readonly contentType: string;
  readonly boundary: string;
  readonly form: UploadForm;
}

/** Parses and checks; the file is the part called `file`. Throws GatewayError `invalid_request`. */
export async function readFormBody(body: unknown, sentType: string | undefined): Promise<FormBody> {
  const boundary = multipartBoundary(sentType);
  if (boundary === undefined) {
    throw new GatewayError(
      'invalid_request',
      'The request must be a form: multipart/form-data with a boundary.',
    );
  }
  if (!Buffer.isBuffer(body) || body.length === 0) {
    throw new GatewayError('invalid_request', 'The request body is empty; a form was expected.');
  }
  if (countParts(body, boundary, MOST_PARTS) > MOST_PARTS) {
    throw new GatewayError('invalid_request', `The form has more than ${MOST_PARTS} parts.`);
  }
  const contentType = multipartType(boundary);
  return { bytes: body, contentType, boundary, form: await readForm(await parse(body, contentType)) };
}

async function parse(body: Buffer, contentType: string): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
  } catch {
    // Node's parser says no more than that it failed.
    throw new GatewayError('invalid_request', 'The request body is not a well-formed multipart form.');
  }
}

async function readForm(data: FormData): Promise<UploadForm> {
  const fields = new Map<string, string[]>();
  let file: UploadedFile | undefined;
  for (const [key, value] of data) {
    const name = key.replace(/\[\]$/u, '');
    if (typeof value === 'string') {
      const values = fields.get(name);
      if (values === undefined) fields.set(name, [value]);
      else values.push(value);
    } else if (name === 'file') {
      file = { name: value.name, mimeType: value.type, bytes: Buffer.from(await value.arrayBuffer()) };
    }
  }
  return { fields, file };
}
