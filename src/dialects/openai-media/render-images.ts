// Canonical answers of an image model → OpenAI's image answer, or its events.
// https://platform.openai.com/docs/api-reference/images/object

import type { CanonAnswer, Candidate } from '../../canon/answer.ts';
import type { MediaPart } from '../../canon/content.ts';
import type { Usage } from '../../canon/usage.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { ImageForm } from './parse-image-request.ts';

/** More of a model's own words than this says no more. */
const LONGEST_WORDS = 300;

/** The whole answer. Throws GatewayError `content_policy` when the model refused, `incomplete_answer` when it drew nothing. */
export function renderImages(
  answers: readonly CanonAnswer[],
  form: ImageForm,
  usage: Usage | undefined,
  nowMs: number,
): JsonObject {
  const images = answers.map(findImage);
  const [first] = images;
  const format = first === undefined ? undefined : formatOf(first);
  return {
    created: Math.floor(nowMs / 1000),
    ...(format !== undefined && { output_format: format }),
    data: images.map((image) => renderImage(image, form)),
    ...(usage && { usage: renderImageUsage(usage) }),
  };
}

/** The same as the events of a stream: one completed picture after the other. */
export function renderImageEvents(
  answers: readonly CanonAnswer[],
  usage: Usage | undefined,
  nowMs: number,
): string {
  const type = 'image_generation.completed';
  return answers
    .map(findImage)
    .map((image, index) => {
      const event: JsonObject = {
        type,
        b64_json: inlineData(image),
        created_at: Math.floor(nowMs / 1000),
        output_format: formatOf(image),
        // What the whole request took stands in the last one.
        ...(index === answers.length - 1 && usage !== undefined && { usage: renderImageUsage(usage) }),
      };
      return `event: ${type}\ndata: ${JSON.stringify(event)}\n\n`;
    })
    .join('');
}

/** `png`, `jpeg` or `webp`, as the picture really is. */
export function formatOf(image: MediaPart): string {
  return (image.mimeType ?? 'image/png').replace(/^image\//u, '');
}

/** The picture of an answer. The last one, where a model sends its sketches too. */
export function findImage(answer: CanonAnswer): MediaPart {
  const images = answer.candidates
    .flatMap(({ parts }) => parts)
    .filter((part) => part.type === 'media' && part.kind === 'image');
  const image = images.at(-1);
  if (image?.type === 'media') return image;
  throw noImage(answer.candidates);
}

function noImage(candidates: readonly Candidate[]): GatewayError {
  const [candidate] = candidates;
  const finish = candidate?.finish;
  const said = (candidate?.parts ?? [])
    .map((part) => (part.type === 'text' || part.type === 'refusal' ? part.text : ''))
    .join('')
    .slice(0, LONGEST_WORDS);
  const why = said === '' ? (finish?.message ?? finish?.raw ?? '') : said;
  if (finish?.kind === 'content-filter' || finish?.kind === 'refusal' || said !== '') {
    return new GatewayError(
      'content_policy',
      `The model drew no picture${why === '' ? '' : `: ${why.replace(/[.\s]+$/u, '')}`}.`,
    );
  }
  return new GatewayError('incomplete_answer', 'The model drew no picture.');
}

function renderImage(image: MediaPart, form: ImageForm): JsonObject {
  if (image.source.type === 'url') return { url: image.source.url };
  const data = inlineData(image);
  return form.asUrl ? { url: `data:${image.mimeType ?? 'image/png'};base64,${data}` } : { b64_json: data };
}

function inlineData({ source }: MediaPart): string {
  if (source.type === 'inline') return source.data;
  throw new GatewayError('incomplete_answer', 'The model gave an address in place of the picture.');
}

function renderImageUsage(usage: Usage): JsonObject {
  const input = usage.inputTokens ?? 0;
  const output = usage.outputTokens ?? 0;
  return {
    input_tokens: input,
    output_tokens: output,
    total_tokens: usage.totalTokens ?? input + output,
    // The prompt of this endpoint is text alone.
    input_tokens_details: { text_tokens: input, image_tokens: 0 },
  };
}
