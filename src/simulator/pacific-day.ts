// The calendar day in Los Angeles, where Google's daily quotas turn over. Daylight saving time comes from Intl.

const parts = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/Los_Angeles',
  hourCycle: 'h23',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
});
const HOUR_MS = 3_600_000;

function msOfDay(atMs: number): number {
  let hour = 0;
  let minute = 0;
  let second = 0;
  for (const { type, value } of parts.formatToParts(atMs)) {
    if (type === 'hour') hour = Number(value);
    else if (type === 'minute') minute = Number(value);
    else if (type === 'second') second = Number(value);
  }
  return ((hour * 60 + minute) * 60 + second) * 1000 + (((atMs % 1000) + 1000) % 1000);
}

/** The first midnight of America/Los_Angeles after `atMs`, in epoch milliseconds. Days have 23, 24 or 25 hours. */
export function nextPacificMidnight(atMs: number): number {
  // 24 wall-clock hours later is at most an hour beside midnight; one correction lands on it.
  const guess = atMs + 24 * HOUR_MS - msOfDay(atMs);
  const beside = msOfDay(guess);
  return beside < 12 * HOUR_MS ? guess - beside : guess + 24 * HOUR_MS - beside;
}
