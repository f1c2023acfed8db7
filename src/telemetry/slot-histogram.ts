// A histogram of the hot path: one array of numbers for each label value, turned into what the metrics library prints
// only when somebody asks for the metrics.

import type { Histogram, MetricValueWithName } from 'prom-client';
import { createBoundedChildren } from './bounded-children.ts';

/** `name` as in https://prometheus.io/docs/practices/naming/, with the unit at its end. */
export interface SlotHistogramOptions {
  readonly name: string;
  readonly help: string;
  readonly label: string;
  /** Upper bounds in rising order, in the metric's own unit. */
  readonly buckets: readonly number[];
  /** Label values past this many are counted together. */
  readonly maxLabelValues: number;
}

/** Counts of one label value; the last slot holds what is above every bound. */
interface Child {
  readonly value: string;
  readonly counts: Float64Array;
  sum: number;
}

/** Observes by one label. Hand it to a registry as `asMetric()`. */
export class SlotHistogram {
  readonly #options: SlotHistogramOptions;
  readonly #children: Child[] = [];
  readonly #childOf: (value: string) => Child;

  constructor(options: SlotHistogramOptions) {
    this.#options = options;
    this.#childOf = createBoundedChildren((value) => {
      const child = { value, counts: new Float64Array(options.buckets.length + 1), sum: 0 };
      this.#children.push(child);
      return child;
    }, options.maxLabelValues);
  }

  observe(labelValue: string, value: number): void {
    const child = this.#childOf(labelValue);
    const { buckets } = this.#options;
    let slot = 0;
    while (slot < buckets.length && value > (buckets[slot] ?? Infinity)) slot++;
    child.counts[slot] = (child.counts[slot] ?? 0) + 1;
    child.sum += value;
  }

  /** A registry asks its metrics for nothing but their name and their values. */
  asMetric(): Histogram {
    const { name } = this.#options;
    return { name, get: () => Promise.resolve(this.#describe()) } as unknown as Histogram;
  }

  #describe(): object {
    const { name, help } = this.#options;
    return { name, help, type: 'histogram', values: this.#children.flatMap((child) => this.#series(child)) };
  }

  /** https://prometheus.io/docs/instrumenting/exposition_formats/#histograms-and-summaries */
  #series({ value, counts, sum }: Child): MetricValueWithName<string>[] {
    const { name, label, buckets } = this.#options;
    let total = 0;
    const bounds = [...buckets, '+Inf'].map((le, slot) => {
      total += counts[slot] ?? 0;
      return { metricName: `${name}_bucket`, labels: { le, [label]: value }, value: total };
    });
    const labels = { [label]: value };
    return [
      ...bounds,
      { metricName: `${name}_sum`, labels, value: sum },
      { metricName: `${name}_count`, labels, value: total },
    ];
  }
}
