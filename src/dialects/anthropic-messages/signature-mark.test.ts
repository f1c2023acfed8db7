import { describe, expect, it } from 'vitest';
import { markSignature, unmarkSignature } from './signature-mark.ts';

describe('a signature on the wire', () => {
  it.each(['gemini', 'openai', 'anthropic'] as const)(
    'goes back, byte for byte, to the vendor that made it: %s',
    (vendor) => {
      const signature = { vendor, value: 'CpcB/+==\u00e9' };
      expect(unmarkSignature(markSignature(signature))).toEqual(signature);
    },
  );

  it('is Anthropic’s when it bears no mark of ours', () => {
    expect(unmarkSignature('EqQBpollux.gemini.')).toEqual({
      vendor: 'anthropic',
      value: 'EqQBpollux.gemini.',
    });
    expect(unmarkSignature('pollux.other.x')).toEqual({ vendor: 'anthropic', value: 'pollux.other.x' });
    expect(markSignature({ vendor: 'anthropic', value: 'EqQB' })).toBe('EqQB');
  });

  it.each(['', 'pollux.gemini.'])('is none when it is empty: "%s"', (value) => {
    expect(unmarkSignature(value)).toBeUndefined();
  });
});
