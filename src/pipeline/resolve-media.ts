// Fetches the remote media of a request before it is rendered for a provider that wants bytes.

import type { ContentPart, MediaPart } from '../canon/content.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import type { CanonRequest, Message } from '../canon/request.ts';

/** Fetches through a guard: throws GatewayError `media_refused` for anything that is not public http(s). */
export type GuardedMedia = (
  url: string,
  signal?: AbortSignal,
) => Promise<{ bytes: Buffer; mimeType: string }>;

/** Google reads these itself: YouTube, its own files, its own buckets. */
const READ_BY_PROVIDER =
  /^(?:https:\/\/(?:www\.)?youtube\.com\/|https:\/\/youtu\.be\/|https:\/\/generativelanguage\.googleapis\.com\/|gs:\/\/)/u;

/** More than this in one request is no conversation but an attack on other people's servers. */
const MAX_FETCHES = 64;

/** Returns the request with every foreign URL replaced by its bytes; the same object when there is none. */
export async function resolveMedia(
  request: CanonRequest,
  fetchMedia: GuardedMedia,
  signal: AbortSignal | undefined,
): Promise<CanonRequest> {
  const urls = new Set<string>();
  for (const message of request.messages) for (const part of message.parts) collectUrls(part, urls);
  if (urls.size === 0) return request;
  if (urls.size > MAX_FETCHES) {
    throw new GatewayError('media_refused', `The request names more than ${MAX_FETCHES} remote files.`);
  }
  const fetched = new Map<string, { bytes: Buffer; mimeType: string }>();
  await Promise.all([...urls].map(async (url) => void fetched.set(url, await fetchMedia(url, signal))));
  return { ...request, messages: request.messages.map((message) => inlineMessage(message, fetched)) };
}

function foreignUrl(part: ContentPart): string | undefined {
  if (part.type !== 'media' || part.source.type !== 'url') return undefined;
  return READ_BY_PROVIDER.test(part.source.url) ? undefined : part.source.url;
}

function collectUrls(part: ContentPart, urls: Set<string>): void {
  const url = foreignUrl(part);
  if (url !== undefined) urls.add(url);
  if (part.type === 'tool-result') for (const inner of part.parts) collectUrls(inner, urls);
}

type Fetched = ReadonlyMap<string, { bytes: Buffer; mimeType: string }>;

function inlineMessage(message: Message, fetched: Fetched): Message {
  return { ...message, parts: message.parts.map((part) => inlinePart(part, fetched)) };
}

function inlinePart(part: ContentPart, fetched: Fetched): ContentPart {
  if (part.type === 'tool-result') {
    return {
      ...part,
      parts: part.parts.map((inner) => (inner.type === 'media' ? inlineMedia(inner, fetched) : inner)),
    };
  }
  return part.type === 'media' ? inlineMedia(part, fetched) : part;
}

function inlineMedia(part: MediaPart, fetched: Fetched): MediaPart {
  const url = foreignUrl(part);
  const media = url === undefined ? undefined : fetched.get(url);
  if (media === undefined) return part;
  return {
    ...part,
    mimeType: media.mimeType,
    source: { type: 'inline', data: media.bytes.toString('base64') },
  };
}
