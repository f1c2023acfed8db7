import { Histogram, Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { SlotHistogram } from './slot-histogram.ts';

const buckets = [0.005, 0.1, 1, 10];
const options = { name: 'waiting_seconds', help: 'Time waited', label: 'queue', buckets, maxLabelValues: 3 };

async function printed(values: readonly (readonly [string, number])[]): Promise<readonly string[]> {
  const registry = new Registry();
  const histogram = new SlotHistogram(options);
  registry.registerMetric(histogram.asMetric());
  for (const [queue, value] of values) histogram.observe(queue, value);
  return (await registry.metrics()).split('\n').toSorted();
}

describe('a histogram in slots', () => {
  it("prints what the metrics library's own histogram prints", async () => {
    const values = [0, 0.005, 0.0051, 0.1, 0.5, 1, 9.75, 10, 10.5, 1000].flatMap((value) => [
      ['first', value] as const,
      ['second', value / 2] as const,
    ]);
    const registry = new Registry();
    const model = new Histogram({ ...options, labelNames: ['queue'], buckets, registers: [registry] });
    for (const [queue, value] of values) model.observe({ queue }, value);
    expect(await printed(values)).toEqual((await registry.metrics()).split('\n').toSorted());
  });

  it('counts label values past the limit together', async () => {
    const lines = await printed(Array.from({ length: 10 }, (_, index) => [`queue-${index}`, 1] as const));
    expect(lines).toContain('waiting_seconds_count{queue="other"} 7');
    expect(lines.filter((line) => line.startsWith('waiting_seconds_count'))).toHaveLength(4);
  });
});
