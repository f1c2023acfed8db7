import { describe, expect, it } from 'vitest';
import { Secret } from '../lib/secret.ts';
import { createLogger, type LogLevel } from './create-logger.ts';
import { createRedactor } from './redact.ts';
import { logRequest, type RequestRecord } from './request-log.ts';
import { ToldRequest } from './told-request.ts';
import { recordOf } from './request-record.fixture.ts';

const planted = 'planted-secret-0123456789-tail';

function capture(format: 'json' | 'pretty', level: LogLevel = 'info') {
  const lines: string[] = [];
  const redactor = createRedactor();
  redactor.add(new Secret(planted));
  const logger = createLogger({
    level,
    format,
    redactor,
    destination: { write: (line) => void lines.push(line) },
  });
  return { logger, lines, parsed: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

const record = recordOf();
const told = (change: Partial<RequestRecord> = {}): ToldRequest => new ToldRequest({ ...record, ...change });

describe('logger', () => {
  it('writes one JSON object a line, with the level by name and an ISO time', () => {
    const { logger, parsed } = capture('json');
    logger.info({ port: 8080 }, 'listening');
    expect(parsed()).toEqual([
      { level: 'info', time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/u), port: 8080, msg: 'listening' },
    ]);
  });

  it.each(['json', 'pretty'] as const)(
    'shows no secret in fields, messages, errors or children (%s)',
    async (format) => {
      const { logger, lines } = capture(format);
      logger.info({ deep: { list: [planted, new Secret(planted)] } }, `message ${planted}`);
      logger.error(new Error(`upstream said ${planted}`));
      logger.child({ bound: planted }).warn('child');
      // The pretty printer is a stream: it hands its lines on in the next turn.
      await new Promise((resolve) => setImmediate(resolve));
      const text = lines.join('');
      expect(text).toContain('upstream said');
      expect(text).toContain('child');
      expect(text).not.toContain(planted);
      expect(text).toContain('plante...tail');
    },
  );

  it('can change its level while it runs', () => {
    const { logger, lines } = capture('json', 'warn');
    logger.info('unseen');
    logger.level = 'debug';
    logger.debug('seen');
    expect(lines).toHaveLength(1);
  });
});

describe('request line', () => {
  it('is exactly one line that tells the whole story', () => {
    const { logger, parsed } = capture('json');
    logRequest(logger, told());
    expect(parsed()).toEqual([
      expect.objectContaining({
        level: 'info',
        msg: 'request',
        id: 'req-1',
        client: 'web',
        model_asked: 'claude-sonnet',
        model: 'gemini-3.8-flash',
        key: 'AIzaSy...o_rA',
        attempts: [
          expect.objectContaining({ key: 'AIzaSy...aaaa', row: 'quota_per_day', status: 429, ms: 12 }),
          {
            provider: 'gemini',
            model: 'gemini-3.8-flash',
            project: 'p-17',
            key: 'AIzaSy...o_rA',
            row: 'ok',
            ms: 340,
            ttfb_ms: 320,
            wait_ms: 250,
            affine: true,
          },
        ],
        candidates: ['gemini/gemini-3.8-flash'],
        outcome: 'ok',
        status: 200,
        tokens_in: 7,
        tokens_out: 9,
        tokens_reasoning: 0,
        ttfb_ms: 341.3,
        duration_ms: 900,
      }),
    ]);
  });

  it('leaves out what is not known rather than writing zero or null', () => {
    const { logger, parsed } = capture('json');
    logRequest(logger, told());
    expect(Object.keys(parsed()[0] ?? {})).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(?:tokens_cached|code|loss|bodies|skipped)$/u)]),
    );
  });

  it.each([
    [{ status: 500, outcome: 'error' }, 'warn'],
    [{ status: 200, outcome: 'truncated' }, 'warn'],
    [{ status: 429, outcome: 'error' }, 'info'],
    [{ status: 499, outcome: 'cancelled' }, 'info'],
  ] as const)('logs %j as %s', (change, level) => {
    const { logger, parsed } = capture('json');
    logRequest(logger, told(change));
    expect(parsed().map((line) => line['level'])).toEqual([level]);
  });

  it('carries bodies only when it is given them', () => {
    const { logger, parsed } = capture('json');
    logRequest(logger, told({ bodies: { request: '{"prompt":"hi"}' } }));
    expect(parsed()[0]).toMatchObject({ bodies: { request: '{"prompt":"hi"}' } });
  });
});
