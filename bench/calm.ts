// Whether the machine is itself just now: its other tenants may halve its speed for seconds, and a figure of those
// seconds says nothing of the code. A fixed piece of work tells, by how long it takes beside its best.

const TOLERANCE = 1.15;
const FIRST_LOOK_SECONDS = 5;
/** Looks whose median counts as one finding: single looks are interrupted, or lucky. */
const WINDOW = 400;

const text = JSON.stringify(
  Array.from({ length: 12 }, (_, index) => ({ name: `name ${index}`, values: [index, index / 3], is: true })),
);

/** Looks at the machine. To make one takes some seconds, which find out how fast the machine is at its best. */
export class Calm {
  #bestNanos = Infinity;
  #window: number[] = [];

  constructor() {
    const end = performance.now() + FIRST_LOOK_SECONDS * 1000;
    while (performance.now() < end) this.look();
  }

  /** True while the machine is hardly slower than at its best. Takes some microseconds. */
  look(): boolean {
    const nanos = work();
    this.#window.push(nanos);
    if (this.#window.length === WINDOW) {
      const median = this.#window.sort((left, right) => left - right)[WINDOW >> 1] ?? Infinity;
      this.#bestNanos = Math.min(this.#bestNanos, median);
      this.#window = [];
    }
    return nanos <= this.#bestNanos * TOLERANCE;
  }

  /** Changes when the machine turns out to be faster than it was thought to be: what was measured before is void. */
  get best(): number {
    return Math.round(Math.log(this.#bestNanos) / Math.log(TOLERANCE));
  }
}

/** What the fixed piece of work takes, in nanoseconds. */
function work(): number {
  const start = process.hrtime.bigint();
  for (let turn = 0; turn < 3; turn++) JSON.stringify(JSON.parse(text));
  return Number(process.hrtime.bigint() - start);
}
