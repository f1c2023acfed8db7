// Whether the machine is itself just now: its other tenants may halve its speed for seconds, and a figure of those
// seconds says nothing of the code. A fixed piece of work tells, by how long it takes beside its best.

const TOLERANCE = 1.15;
const FIRST_LOOK_SECONDS = 15;
/** Looks whose median counts as one finding: single looks are interrupted, or lucky. */
const WINDOW = 400;

const text = JSON.stringify(
  Array.from({ length: 12 }, (_, index) => ({ name: `name ${index}`, values: [index, index / 3], is: true })),
);

/** Looks at the machine. To make one takes 15 seconds, which find out how fast the machine is at its best. */
export class Calm {
  #bestNanos = Infinity;
  looks = 0;
  calmLooks = 0;

  constructor() {
    const end = performance.now() + FIRST_LOOK_SECONDS * 1000;
    while (performance.now() < end) {
      const nanos = Array.from({ length: WINDOW }, work).sort((left, right) => left - right);
      this.#bestNanos = Math.min(this.#bestNanos, nanos[WINDOW >> 1] ?? Infinity);
    }
  }

  /** True while the machine is hardly slower than at its best. Takes some microseconds. */
  look(): boolean {
    const isCalm = work() <= this.#bestNanos * TOLERANCE;
    this.looks++;
    if (isCalm) this.calmLooks++;
    return isCalm;
  }
}

/** What the fixed piece of work takes, in nanoseconds. */
function work(): number {
  const start = process.hrtime.bigint();
  for (let turn = 0; turn < 3; turn++) JSON.stringify(JSON.parse(text));
  return Number(process.hrtime.bigint() - start);
}
