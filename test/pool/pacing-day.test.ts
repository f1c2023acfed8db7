// A whole day at 110 % of the quota, of which nobody tells the gateway: it is used, and hardly anything is refused.

import { describe, expect, it } from 'vitest';
import { pacingVendors, runPacingDay } from '../../bench/pacing-day.ts';

describe.each(pacingVendors)('a day of more traffic than the quotas of $name allow', (vendor) => {
  it(
    'uses 95 % of each kind of quota, and is refused in less than 1 % of the calls',
    { timeout: 120_000 },
    async () => {
      const { calls, refused, turnedAway, used } = await runPacingDay(vendor, 7);
      expect(Object.values(used).filter((share) => share !== undefined && share < 0.95)).toEqual([]);
      expect(refused).toBeGreaterThan(0);
      expect(refused / calls).toBeLessThan(0.01);
      expect(turnedAway).toBeGreaterThan(0);
    },
  );
});
