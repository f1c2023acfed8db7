// models.list and models.get. https://ai.google.dev/api/models
import { splitModelName } from '../faults.ts';
import type { JsonReply } from '../reply.ts';
import type { Exchange } from '../simulated-world.ts';
import { invalidArgument } from './errors.ts';
import { describeModel, GEMINI_MODELS, type GeminiModel } from './model-catalog.ts';

const DEFAULT_PAGE = 50;
const LARGEST_PAGE = 1000;
const described = GEMINI_MODELS.map(describeModel);

/** One page; 50 models unless `pageSize` says otherwise. */
export function listModels(exchange: Exchange): JsonReply {
  const token = exchange.query.get('pageToken') ?? exchange.query.get('page_token') ?? '';
  const start = token === '' ? 0 : readToken(token);
  if (start === undefined) return invalidArgument('Page token is invalid.');
  const asked = Number(exchange.query.get('pageSize') ?? exchange.query.get('page_size') ?? 0);
  if (!Number.isInteger(asked) || asked < 0)
    return invalidArgument('Page size must be a non-negative integer.');
  const end = start + (asked === 0 ? DEFAULT_PAGE : Math.min(asked, LARGEST_PAGE));
  const page = { models: described.slice(start, end) };
  const body =
    end < described.length
      ? { ...page, nextPageToken: Buffer.from(`at:${end}`).toString('base64url') }
      : page;
  return { kind: 'json', status: 200, pretty: true, body };
}

/** Answers `GET /v1beta/models/<name>`. */
export function getModel(model: GeminiModel, askedName: string): JsonReply {
  const name = splitModelName(askedName).fault === undefined ? model.name : askedName;
  return {
    kind: 'json',
    status: 200,
    pretty: true,
    body: { ...describeModel(model), name: `models/${name}` },
  };
}

function readToken(token: string): number | undefined {
  const match = /^at:(\d+)$/u.exec(Buffer.from(token, 'base64url').toString());
  return match ? Number(match[1]) : undefined;
}
