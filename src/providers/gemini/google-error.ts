// Google's error object out of whatever came back: an object, the same in an array, HTML or nothing.
// Reads structure only; what it means is decided by the verdict table.
// https://ai.google.dev/gemini-api/docs/troubleshooting

import {
  asArray,
  asNumber,
  asObject,
  asString,
  isObject,
  tryParseJson,
  type JsonObject,
} from '../../lib/json.ts';
import { parseDuration } from './duration.ts';

/** One exceeded quota, from `QuotaFailure` or from the older `RATE_LIMIT_EXCEEDED` metadata. */
export interface QuotaViolation {
  readonly id: string;
  readonly metric: string;
  /** Undefined where Google left it out, as it does for a quota of zero. */
  readonly value: number | undefined;
}

/** `google.rpc.Status` as far as verdicts go by it: https://cloud.google.com/apis/design/errors */
export interface GoogleError {
  /** Numeric `error.code`. */
  readonly code: number | undefined;
  /** String code of the Interactions API, e.g. `quota_exceeded`. */
  readonly name: string | undefined;
  /** `INVALID_ARGUMENT`, … */
  readonly status: string | undefined;
  /** Unredacted. */
  readonly message: string;
  /** Reasons of `ErrorInfo` details whose domain is Google's own. */
  readonly reasons: readonly string[];
  readonly violations: readonly QuotaViolation[];
  /** `RetryInfo.retryDelay`; undefined when absent or zero. */
  readonly retryDelayMs: number | undefined;
  /** Number out of `consumer: projects/<number>`. */
  readonly project: string | undefined;
  readonly hasDetails: boolean;
}

const GOOGLE_DOMAIN = 'googleapis.com';

/** The error in `body`, or undefined when the body holds none. */
export function parseGoogleError(body: string): GoogleError | undefined {
  const parsed = tryParseJson(body);
  const error = asObject(asObject(Array.isArray(parsed) ? parsed[0] : parsed)?.['error']);
  if (!error) return undefined;
  const details = asArray(error['details']).filter(isObject);
  const infos = details.filter(
    (detail) => isDetail(detail, 'ErrorInfo') && detail['domain'] === GOOGLE_DOMAIN,
  );
  return {
    code: asNumber(error['code']),
    name: asString(error['code']),
    status: asString(error['status']),
    message: asString(error['message']) ?? '',
    reasons: infos.flatMap((info) => asString(info['reason']) ?? []),
    violations: [...readQuotaFailures(details), ...infos.flatMap(readOldQuota)],
    retryDelayMs: readRetryDelay(details),
    project: readProject(infos),
    hasDetails: details.length > 0,
  };
}

function isDetail(detail: JsonObject, type: string): boolean {
  return asString(detail['@type'])?.endsWith(`google.rpc.${type}`) === true;
}

function readQuotaFailures(details: readonly JsonObject[]): QuotaViolation[] {
  return details
    .filter((detail) => isDetail(detail, 'QuotaFailure'))
    .flatMap((failure) => asArray(failure['violations']))
    .flatMap((violation) => {
      const fields = asObject(violation);
      if (!fields) return [];
      return {
        id: asString(fields['quotaId']) ?? '',
        metric: asString(fields['quotaMetric']) ?? '',
        value: readCount(fields['quotaValue']),
      };
    });
}

function readOldQuota(info: JsonObject): QuotaViolation[] {
  const metadata = asObject(info['metadata']);
  const id = asString(metadata?.['quota_limit']);
  if (info['reason'] !== 'RATE_LIMIT_EXCEEDED' || id === undefined) return [];
  const value = readCount(metadata?.['quota_limit_value']);
  return [{ id, metric: asString(metadata?.['quota_metric']) ?? '', value }];
}

/** Whole numbers come as strings, being 64 bits wide. */
function readCount(value: unknown): number | undefined {
  const text = typeof value === 'number' ? String(value) : asString(value);
  return text !== undefined && /^\d+$/u.test(text) ? Number(text) : undefined;
}

function readRetryDelay(details: readonly JsonObject[]): number | undefined {
  let longest: number | undefined;
  for (const detail of details) {
    if (!isDetail(detail, 'RetryInfo')) continue;
    const delay = parseDuration(asString(detail['retryDelay']));
    if (delay !== undefined) longest = Math.max(longest ?? 0, delay);
  }
  return longest;
}

function readProject(infos: readonly JsonObject[]): string | undefined {
  for (const info of infos) {
    const consumer = asString(asObject(info['metadata'])?.['consumer']);
    const match = /^projects\/([\w-]+)$/u.exec(consumer ?? '');
    if (match) return match[1];
  }
  return undefined;
}
