// A door: the manner of speaking of a group of paths, as far as errors go. Chosen by path before anything is read.

import type { DialectName } from '../canon/dialect-name.ts';
import type { WireError } from '../dialects/dialect.ts';
import { anthropicMessagesClientFace } from '../dialects/anthropic-messages/client-face.ts';
import { renderGeminiError, renderGeminiStreamError } from '../dialects/gemini/render-error.ts';
import { openaiChatClientFace } from '../dialects/openai-chat/client-face.ts';
import type { GatewayError } from '../errors/gateway-error.ts';
import { renderAdminError, renderDetailError } from './plain-errors.ts';

/** Every error has a form here, ours too: what fails at a door is told in its dialect. */
export interface Door {
  readonly dialect: DialectName | 'plain';
  renderError(error: GatewayError, requestId: string): WireError;
  /** What ends a stream that broke after its head was sent. */
  renderStreamError(error: GatewayError, requestId: string): string;
}

/** Paths whose errors are told as OpenAI tells them. */
export const openaiDoor: Door = {
  dialect: 'openai-chat',
  renderError: openaiChatClientFace.renderError,
  renderStreamError: openaiChatClientFace.renderStreamError,
};

/** Paths whose errors are told as Anthropic tells them. */
export const anthropicDoor: Door = {
  dialect: 'anthropic-messages',
  renderError: anthropicMessagesClientFace.renderError,
  renderStreamError: anthropicMessagesClientFace.renderStreamError,
};

/** Paths whose errors are told as Google tells them. */
export const geminiDoor: Door = {
  dialect: 'gemini',
  renderError: renderGeminiError,
  renderStreamError: (error) => renderGeminiStreamError(error, 'sse'),
};

/** Google's streams without `alt=sse`, which are one JSON array. */
export const geminiArrayDoor: Door = {
  ...geminiDoor,
  renderStreamError: (error) => renderGeminiStreamError(error, 'array'),
};

/** Operations and unknown paths: plain JSON. */
export const plainDoor: Door = {
  dialect: 'plain',
  renderError: renderDetailError,
  renderStreamError: () => '',
};

/** Administration: plain JSON with code and hint. */
const adminDoor: Door = { ...plainDoor, renderError: renderAdminError };

/** Whether a path belongs to administration, which no foreign web page may call. */
export function isAdminPath(path: string): boolean {
  return path === '/admin' || path.startsWith('/admin/');
}

/** The door of a path that no route answered. */
export function doorOfPath(path: string): Door {
  if (path.startsWith('/v1beta/openai/')) return openaiDoor;
  if (path.startsWith('/v1beta') || /^\/v1\/models\/[^/]+:/u.test(path)) return geminiDoor;
  if (path.startsWith('/v1/messages')) return anthropicDoor;
  if (isAdminPath(path)) return adminDoor;
  return path.startsWith('/v1/') ? openaiDoor : plainDoor;
}
