import { describe, expect, it } from 'vitest';
import { settingsSchema } from '../config/settings-schema.ts';
import { clocksOf } from './clocks-of.ts';

function clocks(yaml: { readonly timeouts?: object; readonly provider?: object }, model: string) {
  const settings = settingsSchema.parse({
    timeouts: yaml.timeouts,
    providers: { gemini: { type: 'gemini', ...yaml.provider } },
  });
  const provider = settings.providers['gemini'];
  if (provider === undefined) throw new Error('no provider');
  return clocksOf(settings, provider)(model);
}

describe('the clocks of a stream', () => {
  it('leave five minutes to think by default, in each phase', () => {
    const ms = 5 * 60_000;
    expect(clocks({}, 'any')).toEqual({ headersMs: ms, firstTokenMs: ms, idleMs: ms });
  });

  it('are those of all, then of the provider, then of the first pattern of the model that names them', () => {
    const yaml = {
      timeouts: { headers: '10s', first_token: '20s', idle: '30s' },
      provider: {
        timeouts: { first_token: '2m' },
        model_timeouts: {
          'gemini-*-pro*': { first_token: '9m' },
          'gemini-*': { first_token: '1m', idle: '40s' },
        },
      },
    };
    expect(clocks(yaml, 'gemini-3-pro')).toEqual({
      headersMs: 10_000,
      firstTokenMs: 540_000,
      idleMs: 40_000,
    });
    expect(clocks(yaml, 'gemini-3-flash')).toEqual({
      headersMs: 10_000,
      firstTokenMs: 60_000,
      idleMs: 40_000,
    });
    expect(clocks(yaml, 'gemma-3')).toEqual({ headersMs: 10_000, firstTokenMs: 120_000, idleMs: 30_000 });
  });
});
