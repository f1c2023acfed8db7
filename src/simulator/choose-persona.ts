// Which vendor a request is meant for, by path and, where vendors share a path, by its credential.
import type { IncomingHttpHeaders } from 'node:http';
import type { PersonaName } from './simulated-call.ts';

const OPENAI_PATH =
  /\/(?:completions|responses|embeddings|images\/generations|audio\/(?:speech|transcriptions|translations)|moderations)$/u;
const GEMINI_PATH = /^\/(?:v1beta|v1alpha|upload)\/|^\/v1\/models\/[^/]+:[A-Za-z]+$/u;
const SHARED_PATH = /\/models(?:\/[^/]+)?$/u;

/** Undefined for a path that no vendor has. */
export function choosePersona(
  path: string,
  headers: IncomingHttpHeaders,
  hasQueryKey: boolean,
): PersonaName | undefined {
  if (OPENAI_PATH.test(path)) return 'openai';
  if (path.startsWith('/v1/messages')) return 'anthropic';
  if (GEMINI_PATH.test(path)) return 'gemini';
  if (!SHARED_PATH.test(path)) return undefined;
  if (headers['anthropic-version'] !== undefined || headers['x-api-key'] !== undefined) return 'anthropic';
  return headers['x-goog-api-key'] !== undefined || hasQueryKey ? 'gemini' : 'openai';
}
