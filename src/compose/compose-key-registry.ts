// Part of the composition root: the keys of all providers, as administration works with them.

import type { Logger } from 'pino';
import { createKeyRegistry, type KeyHolder, type KeyRegistry } from '../admin/key-registry.ts';
import { createKeyring } from '../admin/keyring.ts';
import { knownProvider } from '../config/known-providers.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import type { Clock } from '../lib/clock.ts';
import type { KeyValidator } from '../pipeline/validate-keys.ts';
import type { Stores } from '../store/open-stores.ts';
import type { Redactor } from '../telemetry/redact.ts';
import type { ComposedProvider } from './compose-provider.ts';
import type { WaitingStores } from './waiting-stores.ts';

/** `composed` and `validators` are by the provider's name in the settings. */
export interface KeyRegistryParts {
  readonly composed: ReadonlyMap<string, ComposedProvider>;
  readonly validators: ReadonlyMap<string, KeyValidator>;
  readonly stores: Stores;
  /** Where keys go while the simulator answers for want of a provider; undefined: nowhere. */
  readonly waiting: WaitingStores | undefined;
  readonly redactor: Redactor;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly simulated: boolean;
}

/** Creates the registry over everything that runs. */
export function composeKeyRegistry(parts: KeyRegistryParts): KeyRegistry {
  const { stores, validators, logger } = parts;
  const holders = new Map<string, KeyHolder>();
  for (const [name, { keyring, keyless, runtime }] of parts.composed) {
    const validator = validators.get(name);
    holders.set(name, {
      keyring,
      keyless,
      pool: runtime.pool,
      check: async (keyId, secret) => validator?.checkKey(keyId, secret) ?? notRunning(name),
      forget: (keyId) => validator?.forget(keyId),
    });
  }
  return createKeyRegistry({
    holders,
    idleHolder(provider) {
      const slot = `waiting ${provider}`;
      const known = holders.get(slot);
      const { keys } = parts.simulated ? (parts.waiting?.get() ?? stores) : stores;
      if (known || !keys.durable || !knownProvider(provider)) return known;
      const keyring = createKeyring(provider, [], keys);
      const idle: KeyHolder = {
        keyring,
        keyless: false,
        pool: undefined,
        check: async () => notRunning(provider),
        forget: () => {},
      };
      holders.set(slot, idle);
      return idle;
    },
    simulated: parts.simulated,
    nowMs: () => parts.clock.now(),
    savedState(provider) {
      stores.pools.flush();
      return stores.pools.load(provider);
    },
    protect: (secret) => parts.redactor.add(secret),
    audit: (event, fields) => logger.info({ event, ...fields }, 'administration'),
  });
}

function notRunning(provider: string): never {
  throw new GatewayError(
    'conflict',
    `The gateway runs without ${provider} so far: start it again to use its keys.`,
  );
}
