// Calls of the admin API of a running gateway. Errors are sentences for the terminal, without secrets.

import { asObject, asString, isObject, tryParseJson, type JsonObject } from '../../lib/json.ts';
import type { Secret } from '../../lib/secret.ts';

/** How long the gateway may take: it asks a provider in the course of some calls. */
const PATIENCE_MS = 60_000;

/** Exit codes of the commands that call a gateway. */
export const EXIT = { done: 0, refused: 1, unreachable: 2 } as const;

/** A call that did not do what was asked, with the exit code that says so. */
export class AdminCallError extends Error {
  override readonly name = 'AdminCallError';
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Paths are those below `/admin/api`. No call is repeated, and each may take a minute. */
export interface AdminClient {
  /** The answer's body; an empty object where there is none. Throws AdminCallError. */
  call(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: JsonObject): Promise<JsonObject>;
}

/** Creates a client of the gateway at `url`, an origin. `whence`: where the token was found. */
export function createAdminClient(url: string, token: Secret, whence: string): AdminClient {
  async function send(method: string, path: string, body: JsonObject | undefined): Promise<Response> {
    try {
      return await fetch(`${url}/admin/api${path}`, {
        method,
        headers: { authorization: `Bearer ${token.reveal()}`, 'content-type': 'application/json' },
        body: body === undefined ? null : JSON.stringify(body),
        redirect: 'error',
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
    } catch (error) {
      const message = `No gateway answers at ${url} (${reasonOf(error)}). Start it with "pollux serve", or name its address by --url.`;
      throw new AdminCallError(message, EXIT.unreachable);
    }
  }

  return {
    async call(method, path, body) {
      const answer = await send(method, path, body);
      const json = tryParseJson(await answer.text());
      if (answer.ok) return asObject(json) ?? {};
      throw refusal(answer.status, json, url, whence);
    },
  };
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (isObject(cause) || cause instanceof Error) {
    const code = 'code' in cause ? cause.code : undefined;
    if (typeof code === 'string') return code;
  }
  return error instanceof Error ? error.message : 'unknown';
}

function refusal(status: number, json: unknown, url: string, whence: string): AdminCallError {
  const error = asObject(asObject(json)?.['error']);
  const code = asString(error?.['code']);
  if (code === 'admin_token_refused') {
    const message = `The gateway at ${url} does not take the admin token of ${whence}. Is it another gateway, or was it started with another data directory?`;
    return new AdminCallError(message, EXIT.unreachable);
  }
  if (code === undefined) {
    return new AdminCallError(`What answers at ${url} is no Pollux (status ${status}).`, EXIT.unreachable);
  }
  const hint = asString(error?.['hint']);
  return new AdminCallError([asString(error?.['message']) ?? code, hint].join(' ').trim(), EXIT.refused);
}
