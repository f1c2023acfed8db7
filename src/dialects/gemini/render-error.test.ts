import { describe, expect, it } from 'vitest';
import { errorCatalog, type ErrorCode } from '../../errors/catalog.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import { renderGeminiError, renderGeminiStreamError } from './render-error.ts';

const TYPE = 'type.googleapis.com/google.rpc.';

function body(error: GatewayError) {
  return JSON.parse(renderGeminiError(error, 'req1').body) as {
    error: { code: number; status: string; message: string; details: object[] };
  };
}

describe('Google’s error body', () => {
  it('repeats the HTTP status and carries a word of Google’s for every code', () => {
    for (const code of Object.keys(errorCatalog) as ErrorCode[]) {
      const error = new GatewayError(code, 'm');
      expect(body(error).error.code).toBe(renderGeminiError(error, 'req1').status);
      expect(body(error).error.status).toMatch(/^[A-Z]+(?:_[A-Z]+)*$/u);
    }
  });

  it('says a client key that is not valid as Google does, so that SDKs do not retry', () => {
    const error = new GatewayError('authentication_failed', 'No such key.');
    expect(renderGeminiError(error, 'r').status).toBe(400);
    expect(body(error).error).toMatchObject({
      code: 400,
      status: 'INVALID_ARGUMENT',
      details: [
        { '@type': `${TYPE}ErrorInfo`, reason: 'API_KEY_INVALID', domain: 'googleapis.com' },
        { requestId: 'req1' },
      ],
    });
  });

  it.each([
    ['rate_limited', 'PerMinute'],
    ['quota_exhausted', 'PerDay'],
  ] as const)('tells of %s with a quota id that clients know, the wait, and Retry-After', (code, part) => {
    const error = new GatewayError(code, 'm', {
      retryAfterMs: 37_400,
      limit: 'requests of gemini-3.8-flash',
    });
    expect(renderGeminiError(error, 'r').headers).toMatchObject({ 'retry-after': '38' });
    const [quota, retry] = body(error).error.details;
    expect(quota).toMatchObject({
      '@type': `${TYPE}QuotaFailure`,
      violations: [{ description: 'requests of gemini-3.8-flash' }],
    });
    expect(JSON.stringify(quota)).toContain(part);
    expect(retry).toEqual({ '@type': `${TYPE}RetryInfo`, retryDelay: '38s' });
  });

  it('names the field at fault', () => {
    const error = new GatewayError('invalid_request', 'must be text', { param: 'contents[0]' });
    expect(body(error).error.details[0]).toMatchObject({
      fieldViolations: [{ field: 'contents[0]', description: 'must be text' }],
    });
  });

  it.each([
    JSON.stringify({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }),
    JSON.stringify({ error: { message: 'm', type: 'server_error', param: null, code: null } }),
  ])('says another vendor’s error in Google’s form: %s', (providerBody) => {
    const error = new GatewayError('overloaded', 'Overloaded', { providerBody, providerStatus: 529 });
    expect(renderGeminiError(error, 'r').status).toBe(503);
    expect(body(error).error).toMatchObject({ code: 503, status: 'UNAVAILABLE', message: 'Overloaded' });
    expect(JSON.parse(renderGeminiStreamError(error, 'sse'))).toMatchObject({ error: { code: 503 } });
  });

  it('says an overflow in Google’s own sentence', () => {
    const tokens = { used: 210_000, allowed: 200_000 };
    const error = new GatewayError('context_length_exceeded', 'prompt is too long', { tokens });
    expect(body(error).error.message).toBe(
      'The input token count (210000) exceeds the maximum number of tokens allowed (200000).',
    );
  });

  it('lets Google’s own body out as it came, with Retry-After added', () => {
    const providerBody = '{ "error": {"code":429,"status":"RESOURCE_EXHAUSTED","message":"Quota."} }';
    const wire = renderGeminiError(
      new GatewayError('rate_limited', 'm', { providerBody, providerStatus: 429, retryAfterMs: 10 }),
      'r',
    );
    expect(wire).toMatchObject({ status: 429, body: providerBody, headers: { 'retry-after': '1' } });
  });
});

describe('the end of a broken stream', () => {
  const error = new GatewayError('incomplete_answer', 'It broke off.');

  it('is one line of bare JSON among events: a data line would not be seen by Google’s SDK', () => {
    const text = renderGeminiStreamError(error, 'sse', 'req1');
    expect(text.trimEnd()).not.toContain('\n');
    expect(JSON.parse(text)).toMatchObject({
      error: { code: 502, status: 'UNAVAILABLE', message: 'It broke off.' },
    });
  });

  it('closes an array that was begun', () => {
    const text = `[{"candidates":[]}${renderGeminiStreamError(error, 'array')}`;
    expect(JSON.parse(text)).toMatchObject([{}, { error: { code: 502 } }]);
  });

  it('says what Google said, made compact', () => {
    const providerBody = '[{\n "error": {"code": 503, "message": "over", "status": "UNAVAILABLE"}\n}]';
    const text = renderGeminiStreamError(new GatewayError('overloaded', 'm', { providerBody }), 'sse');
    expect(text).toBe('{"error":{"code":503,"message":"over","status":"UNAVAILABLE"}}\n');
    const html = new GatewayError('overloaded', 'm', { providerBody: '<html>' });
    expect(JSON.parse(renderGeminiStreamError(html, 'sse'))).toMatchObject({ error: { message: 'm' } });
  });
});
