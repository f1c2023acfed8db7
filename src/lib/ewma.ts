// An exponentially weighted moving average. Knows nothing of what it averages.

/** The average after one more sample; `share` in (0, 1] is how much the sample weighs. */
export function ewma(average: number | undefined, sample: number, share: number): number {
  return average === undefined ? sample : average + share * (sample - average);
}
