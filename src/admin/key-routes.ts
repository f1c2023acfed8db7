// Keys at run time: list, add, change, test, remove. Answers show masks, never keys.

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { describeIssue } from '../config/describe-issue.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import { tryParseJson } from '../lib/json.ts';
import { ADMIN_ROUTE } from './admin-routes.ts';
import { keyPatch, type KeyPatch } from './key-overlay.ts';
import { pageOfKeys } from './key-pages.ts';
import type { FoundKey, KeyRegistry } from './key-registry.ts';
import { namedKeys } from './named-keys.ts';
import { parseKeyUpload } from './parse-key-upload.ts';
import { readQuery } from './read-query.ts';
import { isoTime, renderKey } from './render-key.ts';

type OneKey = { readonly id: string };

/** Adds them. `durable` false: what is added here is gone with the process, and each answer says so. */
export function addKeyRoutes(app: FastifyInstance, registry: KeyRegistry, durable: boolean): void {
  const find = (request: FastifyRequest): FoundKey =>
    registry.find((request.params as OneKey).id, readQuery(request.query).text('provider'));
  const render = (found: FoundKey): object => renderFound(registry, found);

  app.get('/admin/api/keys', ADMIN_ROUTE, (request) => {
    const { keys, next, summary } = pageOfKeys(registry.holders.values(), readQuery(request.query));
    return {
      keys: keys.map((key) => renderKey(key, key.glance)),
      next_cursor: next,
      summary,
    };
  });

  app.get('/admin/api/keys/:id', ADMIN_ROUTE, (request) => render(find(request)));

  app.post('/admin/api/keys', ADMIN_ROUTE, async (request, reply) => {
    const { provider, keys } = await parseKeyUpload(bytesOf(request));
    const results = await registry.add(provider ?? readQuery(request.query).text('provider'), keys);
    const count = (result: string): number => results.filter((one) => one.result === result).length;
    const added = count('added') + count('stored');
    reply.code(added > 0 ? 201 : 200);
    const notices: string[] = [];
    if (count('stored') > 0)
      notices.push('Start the gateway again to use these keys: so far it runs without their provider.');
    if (count('added') > 0 && !durable)
      notices.push('Nothing can be kept on disk: these keys are gone after a restart.');
    return {
      results,
      summary: { added, duplicate: count('duplicate'), invalid: count('invalid') },
      notices: notices.length > 0 ? notices : undefined,
    };
  });

  app.patch('/admin/api/keys/:id', ADMIN_ROUTE, (request) =>
    render(registry.change(find(request), parsePatch(bytesOf(request)))),
  );
  for (const [path, enabled] of [
    ['enable', true],
    ['disable', false],
  ] as const) {
    app.post(`/admin/api/keys/:id/${path}`, ADMIN_ROUTE, (request) =>
      render(registry.change(find(request), { enabled })),
    );
  }

  app.post('/admin/api/keys/:id/test', ADMIN_ROUTE, (request) => test(registry, find(request)));

  app.delete('/admin/api/keys/:id', ADMIN_ROUTE, (request, reply) => {
    registry.remove(find(request));
    return reply.code(204).send();
  });
}

async function test(registry: KeyRegistry, found: FoundKey): Promise<object> {
  const { ok, row, message, checkedAtMs } = await registry.test(found);
  return { ...renderFound(registry, found), check: { ok, row, message, checked_at: isoTime(checkedAtMs) } };
}

function renderFound({ holders }: KeyRegistry, { holder, record }: FoundKey): object {
  const named = namedKeys(holders.values()).find(
    (one) => one.holder === holder && one.record.id === record.id,
  );
  // A key that went while it was tested has its mask alone.
  const listedAs = named?.listedAs ?? record.secret.masked;
  return renderKey({ holder, record, listedAs }, holder.pool?.glance(record.id));
}

function bytesOf({ body }: FastifyRequest): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}

function parsePatch(body: Buffer): KeyPatch {
  const json = tryParseJson(body.toString('utf8'));
  if (json === undefined) throw new GatewayError('invalid_json', 'The request body is not valid JSON.');
  const read = keyPatch.safeParse(json, { reportInput: true });
  if (read.success) return read.data;
  const lines = read.error.issues.flatMap((issue) => describeIssue(issue, keyPatch, () => undefined));
  throw new GatewayError('invalid_request', `${lines.join('; ')}.`, {
    param: String(read.error.issues[0]?.path[0] ?? ''),
  });
}
