// `/v1/images/generations`: body → canonical requests, one for each picture.
// https://platform.openai.com/docs/api-reference/images/create

import type { ImageWishes } from '../../canon/image.ts';
import type { Loss } from '../../canon/loss.ts';
import type { CanonRequest } from '../../canon/request.ts';
import type { JsonObject } from '../../lib/json.ts';
import { readBoolean, readInteger, readString, refuse, requireString } from '../openai-field-reader.ts';
import { nameLostFields } from './lost-fields.ts';

/** Words of `output_format`: https://platform.openai.com/docs/api-reference/images/create */
export type ImageFormat = 'png' | 'jpeg' | 'webp';

/** `form` is of the answer alone: no model is told of it. */
export interface ImageCall {
  /** One for each picture: no model draws several at once. */
  readonly requests: readonly CanonRequest[];
  readonly form: ImageForm;
}

/** The form that the answer is to have. */
export interface ImageForm {
  /** `url` is answered with `data:` addresses: nothing is hosted here. */
  readonly asUrl: boolean;
  readonly outputFormat: ImageFormat | undefined;
}

/** OpenAI's own ceiling. */
const MOST_IMAGES = 10;
const FORMATS: ReadonlySet<string> = new Set(['png', 'jpeg', 'webp']);

const carried = new Set(
  'model prompt n size response_format output_format stream partial_images user safety_identifier'.split(' '),
);
const defaults = {
  quality: ['auto', 'standard'],
  background: ['auto', 'opaque'],
  moderation: ['auto'],
  output_compression: [100],
};

/** Throws GatewayError `invalid_request` with the field's name in `param`. */
export function parseImageRequest(body: JsonObject, model: string, loss: Loss): ImageCall {
  const prompt = requireString(body, 'prompt');
  const count = readInteger(body, 'n', 1) ?? 1;
  if (count > MOST_IMAGES) throw refuse('n', `at most ${MOST_IMAGES}`, count);
  const outputFormat = readFormat(body);
  // Which of the two comes is the model's to say; PNG is what it mostly is.
  if (outputFormat === 'jpeg' || outputFormat === 'webp') loss.add('output_format');
  const asUrl = readResponseFormat(body) === 'url';
  if (asUrl) loss.add('response_format');
  readBoolean(body, 'stream');
  if ((readInteger(body, 'partial_images', 0) ?? 0) > 0) loss.add('partial_images');
  nameLostFields(body, carried, defaults, loss);
  const request: CanonRequest = {
    model,
    system: [],
    messages: [{ role: 'user', parts: [{ type: 'text', text: prompt }] }],
    tools: [],
    sampling: {},
    stop: [],
    outputModalities: ['image'],
    image: readSize(body),
    stream: false,
    includeUsage: false,
    userId: readString(body, 'user') ?? readString(body, 'safety_identifier'),
  };
  return { requests: Array.from({ length: count }, () => request), form: { asUrl, outputFormat } };
}

function readSize(body: JsonObject): ImageWishes | undefined {
  const size = readString(body, 'size');
  if (size === undefined || size === 'auto') return undefined;
  const match = /^([1-9]\d{1,4})x([1-9]\d{1,4})$/u.exec(size);
  if (match === null) throw refuse('size', 'auto or WIDTHxHEIGHT in pixels', size);
  return { width: Number(match[1]), height: Number(match[2]) };
}

function readFormat(body: JsonObject): ImageFormat | undefined {
  const format = readString(body, 'output_format');
  if (format === undefined || isFormat(format)) return format;
  throw refuse('output_format', 'png, jpeg or webp', format);
}

function isFormat(word: string): word is ImageFormat {
  return FORMATS.has(word);
}

function readResponseFormat(body: JsonObject): string | undefined {
  const format = readString(body, 'response_format');
  if (format === undefined || format === 'url' || format === 'b64_json') return format;
  throw refuse('response_format', 'b64_json or url', format);
}
