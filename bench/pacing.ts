// A day of traffic at 110 % of a pool's quota, by vendor: prints how much of each quota is used and how much is refused.
// Run: node bench/pacing.ts

import { pacingVendors, runPacingDay } from './pacing-day.ts';

const percent = (share: number | undefined): string =>
  share === undefined ? 'none' : `${(share * 100).toFixed(1)} %`;

for (const vendor of pacingVendors) {
  const { calls, refused, turnedAway, used } = await runPacingDay(vendor, 1);
  console.log(
    `${vendor.name.padEnd(10)} used: requests a minute ${percent(used.rpm)}, tokens a minute ${percent(used.tpm)}, ` +
      `requests a day ${percent(used.rpd)}; ${calls} calls, refused ${refused} (${((refused / calls) * 100).toFixed(2)} %), ` +
      `turned away by the pool ${turnedAway}`,
  );
}
