// The gateway of the soak: three vendors, each behind the two others, six keys each, and impatient clocks.

import { vendors } from './soak-request.ts';

type Vendor = (typeof vendors)[number];

const KEYS = 6;
const prefixes: Readonly<Record<Vendor, string>> = {
  openai: 'sk-proj-soak-00000000000000000000000000000000',
  anthropic: 'sk-ant-api03-soak-000000000000000000000000',
  gemini: 'AIzaSySoakKey-00000000000000000000000',
};
const models: Readonly<Record<Vendor, string>> = {
  openai: 'gpt-4.1',
  anthropic: 'claude-sonnet-4-6',
  gemini: 'gemini-3.8-flash',
};

/** The keys of one vendor, each a project of its own. */
export function soakKeys(vendor: Vendor): readonly string[] {
  return Array.from({ length: KEYS }, (_, index) => prefixes[vendor] + String(index + 10));
}

/** `pollux.yaml` as JSON, for a simulator at `upstream`. */
export function soakSettings(upstream: string): object {
  const provider = (vendor: Vendor): object => ({
    keys: soakKeys(vendor),
    base_url: vendor === 'openai' ? `${upstream}/v1` : upstream,
  });
  const target = (vendor: Vendor): object => ({ provider: vendor, model: models[vendor] });
  const steady = vendors.map((first) => [
    `steady-${first}`,
    { targets: [target(first), ...vendors.filter((other) => other !== first).map((other) => target(other))] },
  ]);
  return {
    providers: Object.fromEntries(vendors.map((vendor) => [vendor, provider(vendor)])),
    models: Object.fromEntries(steady) as object,
    timeouts: { headers: '4s', first_token: '4s', idle: '4s' },
    retry: { max_attempts: 8, wait_for_key: '30s', deadline: '2m' },
    circuit_breaker: { recovery_timeout_secs: 2, success_threshold: 2 },
  };
}
