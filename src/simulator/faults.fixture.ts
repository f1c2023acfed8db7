// The doors of the simulator as a client sees them, and a client that shows how an answer breaks off.
import { once } from 'node:events';
import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { DEFAULT_SIMULATED_KEYS } from './keys.ts';

export const keyOf = (provider: string): string =>
  DEFAULT_SIMULATED_KEYS.find((entry) => entry.provider === provider)?.key ?? '';

/** A request at one of the doors. */
export interface Asked {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export const gemini = (model: string, stream = true): Asked => ({
  path: `/v1beta/models/${model}:${stream ? 'streamGenerateContent?alt=sse' : 'generateContent'}`,
  headers: { 'x-goog-api-key': keyOf('gemini') },
  body: { contents: [{ parts: [{ text: 'hello to the twins of the sky' }] }] },
});
export const openai = (model: string, stream = true): Asked => ({
  path: '/v1/chat/completions',
  headers: { authorization: `Bearer ${keyOf('openai')}` },
  body: { model, stream, messages: [{ role: 'user', content: 'hello to the twins of the sky' }] },
});
const responses = (model: string, stream = true): Asked => ({
  path: '/v1/responses',
  headers: { authorization: `Bearer ${keyOf('openai')}` },
  body: { model, stream, input: 'hello to the twins of the sky' },
});
const anthropic = (model: string, stream = true): Asked => ({
  path: '/v1/messages',
  headers: { 'x-api-key': keyOf('anthropic'), 'anthropic-version': '2023-06-01' },
  body: {
    model,
    stream,
    max_tokens: 500,
    messages: [{ role: 'user', content: 'hello to the twins of the sky' }],
  },
});
export const doors = { gemini, openai, responses, anthropic };
export const doorNames = Object.keys(doors) as (keyof typeof doors)[];
/** What only a complete stream has. */
export const terminals: Readonly<Record<keyof typeof doors, RegExp>> = {
  gemini: /"finishReason"/u,
  openai: /\[DONE\]|"finish_reason":"/u,
  responses: /event: response\.(?:completed|incomplete)/u,
  anthropic: /event: message_(?:delta|stop)/u,
};

/** Sends without `fetch`, which hides how an answer breaks off. */
export function sendTo(base: string, asked: Asked, headers: Record<string, string> = {}): ClientRequest {
  const request = httpRequest(base + asked.path, {
    method: 'POST',
    headers: { ...asked.headers, ...headers },
    agent: false,
  });
  request.on('error', () => {});
  request.end(JSON.stringify(asked.body));
  return request;
}

export async function readAnswer(
  base: string,
  asked: Asked,
  headers: Record<string, string> = {},
): Promise<{
  status: number;
  headers: IncomingMessage['headers'];
  bytes: Buffer;
  text: string;
  complete: boolean;
}> {
  const [message] = (await once(sendTo(base, asked, headers), 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  message.on('data', (chunk: Buffer) => chunks.push(chunk));
  message.on('error', () => {});
  // `once` would throw at the error that a cut is.
  if (!message.closed) await new Promise((resolve) => message.on('close', resolve));
  const bytes = Buffer.concat(chunks);
  return {
    status: message.statusCode ?? 0,
    headers: message.headers,
    bytes,
    text: bytes.toString(),
    complete: message.complete,
  };
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
