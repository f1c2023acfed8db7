// Reads a provider's whole model list with any live key. Lists cost no quota, so no lease is taken.

import { GatewayError } from '../errors/gateway-error.ts';
import { tryParseJson, type JsonValue } from '../lib/json.ts';
import type { Secret } from '../lib/secret.ts';
import type { Failure } from '../providers/verdict.ts';
import type { ListedModel } from '../routing/model-catalog.ts';
import { errorFromAttempt } from './final-error.ts';
import type { ProviderRuntime } from './gateway.ts';

/** `nextPath` is path and query below the provider's base URL; undefined on the last page. */
export interface ModelPage {
  readonly models: readonly ListedModel[];
  readonly nextPath?: string | undefined;
}

const TIMEOUT_MS = 15_000;
/** A provider that lists more pages than this is not telling the truth. */
const MAX_PAGES = 50;
/** Keys tried before the list is given up for now. Dead ones answer at once, and are not asked again. */
const MAX_KEYS = 50;
/** Failures that are no key's fault: the next key would meet the same. */
const MAX_FAILURES = 3;

/** Reads all pages. `readPage` finds models and the next page's path in a body. Throws GatewayError when no key gets the list. */
export async function readModels(
  runtime: ProviderRuntime,
  firstPath: string,
  readPage: (body: JsonValue) => ModelPage,
  redact: (text: string) => string,
): Promise<readonly ListedModel[]> {
  let last = new GatewayError('pool_empty', 'No key of the pool is alive to read the model list with.');
  let failures = 0;
  for (const { keyId, secret } of runtime.pool.liveKeys().slice(0, MAX_KEYS)) {
    const result = await readPages(runtime, secret, firstPath, readPage);
    if (Array.isArray(result)) {
      runtime.pool.reportProbe(keyId, { ok: true });
      return result;
    }
    const verdict = runtime.provider.verdicts(result, redact);
    runtime.pool.reportProbe(keyId, { ok: false, verdict });
    // Nobody asked for this request but us: it cannot be a caller's mistake.
    last =
      verdict.fault === 'caller'
        ? new GatewayError('provider_error', `The model list cannot be read: ${verdict.message}`)
        : errorFromAttempt({ verdict, failure: result }, redact);
    if (verdict.fault !== 'key' && verdict.fault !== 'project') failures += 1;
    if (failures >= MAX_FAILURES) break;
  }
  throw last;
}

async function readPages(
  runtime: ProviderRuntime,
  secret: Secret,
  firstPath: string,
  readPage: (body: JsonValue) => ModelPage,
): Promise<ListedModel[] | Failure> {
  const models: ListedModel[] = [];
  let path: string | undefined = firstPath;
  for (let page = 0; path !== undefined && page < MAX_PAGES; page++) {
    const result = await getJson(runtime, secret, path);
    if (result.type === 'failed') return result.failure;
    const read = readPage(result.body);
    models.push(...read.models);
    path = read.nextPath;
  }
  return models;
}

/** A 2xx that is no JSON has failed, too. */
export type GetResult =
  | { readonly type: 'json'; readonly body: JsonValue }
  | { readonly type: 'failed'; readonly failure: Failure };

/** One GET with one key: what lists and key checks are made of. */
export function getJson(runtime: ProviderRuntime, secret: Secret, path: string): Promise<GetResult> {
  const { promise, resolve } = Promise.withResolvers<GetResult>();
  const chunks: Buffer[] = [];
  let status = 0;
  let headers: Readonly<Record<string, string | string[] | undefined>> = {};
  runtime.upstream.send(
    {
      method: 'GET',
      origin: runtime.origin,
      path: runtime.prefix + path,
      headers: { ...runtime.provider.authHeaders(secret), 'user-agent': 'pollux' },
      clocks: { totalMs: TIMEOUT_MS },
    },
    {
      onHeaders(code, received) {
        status = code;
        headers = received;
      },
      onData: (chunk) => void chunks.push(chunk),
      onEnd() {
        const text = Buffer.concat(chunks).toString('utf8');
        const body = status >= 200 && status < 300 ? tryParseJson(text) : undefined;
        if (body !== undefined) resolve({ type: 'json', body });
        else resolve({ type: 'failed', failure: { type: 'answer', status, headers, body: text } });
      },
      onError: (reason) =>
        resolve({
          type: 'failed',
          failure: { type: 'transport', reason: reason === 'deadline' ? 'deadline' : 'connect' },
        }),
    },
  );
  return promise;
}
