import { describe, expect, it } from 'vitest';
import { createLoss } from './loss.ts';

describe('losses', () => {
  it('are named once each', () => {
    const loss = createLoss();
    for (const name of ['logit_bias', 'tools[0].strict', 'logit_bias']) loss.add(name);
    loss.remove('tools[0].strict');
    expect([...loss.items]).toEqual(['logit_bias']);
  });

  it('whose names are megabytes long are named by their beginning', () => {
    const loss = createLoss();
    const long = `tools[0].${'x'.repeat(1_000_000)}`;
    loss.add(long);
    expect([...loss.items]).toEqual([`tools[0].${'x'.repeat(190)}…`]);
    loss.remove(long);
    expect(loss.items.size).toBe(0);
  });
});
