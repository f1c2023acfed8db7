// The next midnight of a time zone, daylight saving included. Knows nothing of quotas.

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Creates a function from a Unix time to the first midnight of `timeZone` (IANA name) after it, in Unix milliseconds. */
export function createZonedMidnight(timeZone: string): (nowMs: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });

  /** The wall clock's reading at `atMs`, as if it were UTC. */
  function wallClock(atMs: number): number {
    const parts: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(atMs)) parts[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second);
  }

  return (nowMs) => {
    const whole = Math.floor(nowMs / 1000) * 1000;
    const midnight = (Math.floor(wallClock(whole) / DAY_MS) + 1) * DAY_MS;
    let at = whole + (midnight - wallClock(whole));
    // A change of the clocks between now and then shows as a difference at the target; in some zones the changed
    // clocks have no midnight at all, and the day begins at the first moment after it.
    at += midnight - wallClock(at);
    if (wallClock(at) < midnight) at += midnight - wallClock(at);
    if (wallClock(at) > midnight) at = firstMomentOf(midnight, at - HOUR_MS, at);
    return at;
  };

  function firstMomentOf(midnight: number, fromMs: number, toMs: number): number {
    for (let at = fromMs; at < toMs; at += MINUTE_MS) if (wallClock(at) >= midnight) return at;
    return toMs;
  }
}
