// A quantile of a stream of numbers in constant memory: the P² algorithm. Five markers move along the distribution; the
// middle one is the estimate. Jain and Chlamtac, "The P² algorithm for dynamic calculation of quantiles", CACM 28 (1985).

/** Estimates one quantile. */
export class QuantileEstimate {
  readonly #quantile: number;
  /** Heights of the markers, lowest first. */
  readonly #heights: number[] = [];
  /** How many numbers lie at or below each marker. */
  readonly #positions = [1, 2, 3, 4, 5];
  count = 0;

  /** `quantile` between 0 and 1. */
  constructor(quantile: number) {
    this.#quantile = quantile;
  }

  /** The estimate; of fewer than five numbers the exact one, and NaN of none. */
  get value(): number {
    if (this.count > 5) return this.#heights[2] ?? Number.NaN;
    return this.#heights[Math.min(this.count - 1, Math.floor(this.#quantile * this.count))] ?? Number.NaN;
  }

  add(value: number): void {
    this.count += 1;
    const heights = this.#heights;
    if (this.count <= 5) {
      heights.push(value);
      heights.sort((a, b) => a - b);
      return;
    }
    if (value < at(heights, 0)) heights[0] = value;
    if (value > at(heights, 4)) heights[4] = value;
    for (let marker = 1; marker < 5; marker++) {
      if (marker === 4 || value < at(heights, marker))
        this.#positions[marker] = at(this.#positions, marker) + 1;
    }
    for (let marker = 1; marker < 4; marker++) this.#adjust(marker);
  }

  /** Moves a marker by one when it is a whole place off from where it should be. */
  #adjust(marker: number): void {
    const place = at(this.#positions, marker);
    const off = this.#wanted(marker) - place;
    const step = Math.sign(off);
    if (Math.abs(off) < 1 || Math.abs(at(this.#positions, marker + step) - place) <= 1) return;
    const curved = this.#parabolic(marker, step);
    const fits = at(this.#heights, marker - 1) < curved && curved < at(this.#heights, marker + 1);
    this.#heights[marker] = fits ? curved : this.#linear(marker, step);
    this.#positions[marker] = place + step;
  }

  #wanted(marker: number): number {
    const share = [0, this.#quantile / 2, this.#quantile, (1 + this.#quantile) / 2, 1];
    return 1 + (this.count - 1) * at(share, marker);
  }

  #parabolic(marker: number, step: number): number {
    const below = at(this.#positions, marker - 1);
    const here = at(this.#positions, marker);
    const above = at(this.#positions, marker + 1);
    const low = at(this.#heights, marker - 1);
    const height = at(this.#heights, marker);
    const high = at(this.#heights, marker + 1);
    const up = ((here - below + step) * (high - height)) / (above - here);
    const down = ((above - here - step) * (height - low)) / (here - below);
    return height + (step / (above - below)) * (up + down);
  }

  #linear(marker: number, step: number): number {
    const height = at(this.#heights, marker);
    const apart = at(this.#positions, marker + step) - at(this.#positions, marker);
    return height + (step * (at(this.#heights, marker + step) - height)) / apart;
  }
}

function at(list: readonly number[], index: number): number {
  return list[index] ?? 0;
}
