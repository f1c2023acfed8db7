import { describe, expect, it } from 'vitest';
import { describeSettings } from './describe-settings.ts';
import { settingsSchema } from './settings-schema.ts';

describe('describeSettings', () => {
  const described = describeSettings(
    settingsSchema.parse({
      server: { body_limit: 1000, shutdown_grace: '1500ms' },
      admin: { token: 'planted-admin-token-000' },
      providers: {
        gemini: {
          type: 'gemini',
          keys: ['AIzaPlanted00000000000000000o_rA'],
          proxy: 'http://me:planted@egress:3128',
        },
      },
      clients: [{ name: 'web', key: 'planted' }],
      redis_url: 'rediss://:planted@cache:6379/1',
      database_url: 'postgres://me:planted@db/pollux?password=planted',
      encryption_key: 'planted-encryption-key',
    }),
  );

  it('shows no secret', () => {
    expect(JSON.stringify(described).toLowerCase()).not.toContain('planted0');
    expect(JSON.stringify(described)).not.toMatch(/planted[^-]/u);
    expect(JSON.stringify(described)).not.toContain('planted-admin-token');
  });

  it('shows which key, proxy and database are meant', () => {
    expect(described).toMatchObject({
      providers: { gemini: { keys: [{ key: 'AIzaPl...o_rA' }], proxy: 'http://***@egress:3128' } },
      redis_url: 'rediss://***@cache:6379/1',
      database_url: 'postgres://***@db/pollux',
    });
  });

  it('spells times and sizes as the file does', () => {
    expect(described).toMatchObject({
      server: { body_limit: '1000b', shutdown_grace: '1500ms', request_timeout: '5m', header_limit: '32kb' },
      timeouts: { first_token: '5m', idle: '5m' },
      circuit_breaker: { recovery_timeout_secs: 60 },
      prompt_max_chars: 10_000,
    });
  });
});

it('can be read back: the defaults described are the defaults', () => {
  const defaults = settingsSchema.parse({});
  expect(settingsSchema.parse(describeSettings(defaults))).toEqual(defaults);
});
