import { describe, expect, it } from 'vitest';
import { ConfigError } from '../config/config-error.ts';
import { explainFailure } from './explain-failure.ts';

describe('explainFailure', () => {
  it('lists the mistakes of a configuration without a stack', () => {
    expect(explainFailure(new ConfigError(['a: wrong', 'b: wrong']))).toBe(
      'The configuration has 2 mistakes:\n  a: wrong\n  b: wrong',
    );
    expect(explainFailure(new ConfigError(['a: wrong']))).toBe(
      'The configuration has a mistake:\n  a: wrong',
    );
  });

  it('says what to do about a port that is taken', () => {
    const error = Object.assign(new Error('listen EADDRINUSE: 127.0.0.1:8080'), { code: 'EADDRINUSE' });
    expect(explainFailure(error)).toMatch(
      /^listen EADDRINUSE: 127\.0\.0\.1:8080: another program listens there/u,
    );
  });

  it('keeps the stack of a defect', () => {
    expect(explainFailure(new TypeError('x is not a function'))).toContain('explain-failure.test.ts');
  });
});
