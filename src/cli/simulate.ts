// `pollux simulate`: the simulated vendors by themselves, for trying clients and gateways without a real key.

import { ConfigError } from '../config/config-error.ts';
import { DEFAULT_SIMULATED_KEYS } from '../simulator/keys.ts';
import { explainFailure } from './explain-failure.ts';
import { simulatorGuide } from './simulator-guide.ts';

/** Starts the simulator, which runs until the process is stopped. Resolves with the exit code once it listens. */
export async function simulate(options: { readonly host: string; readonly port: string }): Promise<number> {
  try {
    const port = Number(options.port);
    if (!/^\d+$/u.test(options.port) || port > 65_535) {
      throw new ConfigError([`--port: is not allowed as it stands; allowed: a whole number from 0 to 65535`]);
    }
    const { createSimulator } = await import('../simulator/simulator.ts');
    const { url } = await createSimulator().listen(port, options.host);
    console.log(simulatorGuide(url, DEFAULT_SIMULATED_KEYS));
    return 0;
  } catch (error) {
    console.error(explainFailure(error));
    return 1;
  }
}
