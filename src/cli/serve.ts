// `pollux serve`: load, start, wait for the signal to stop.

import type { CommandLineOverrides } from '../config/command-line.ts';
import { loadSettings } from '../config/load-settings.ts';
import { systemClock } from '../lib/clock.ts';
import { readStoredProviders } from '../store/stored-providers.ts';
import { explainFailure } from './explain-failure.ts';
import { runUntilSignal } from './run-until-signal.ts';

/** For these the address that is said is only the one of this machine to itself. */
const EVERYWHERE: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/** Runs the gateway until SIGINT, SIGTERM or SIGHUP. Resolves with the exit code. */
export async function serve(options: CommandLineOverrides): Promise<number> {
  try {
    const loaded = loadSettings({
      argv: options,
      env: process.env,
      cwd: process.cwd(),
      readStored: readStoredProviders,
    });
    // Only now, so that `pollux check` and a wrong configuration do not wait for the whole gateway to load.
    const { startGateway } = await import('../main.ts');
    const gateway = await startGateway(loaded);
    console.error(`Pollux listens on ${gateway.url}`);
    const { host } = loaded.settings.server;
    if (EVERYWHERE.has(host)) console.error(`  Every address of this machine answers (server.host: ${host})`);
    for (const notice of gateway.notices) console.error(`  ${notice}`);
    return await runUntilSignal({
      running: gateway,
      graceMs: loaded.settings.server.shutdown_grace,
      signals: process,
      clock: systemClock,
      exit: (code) => process.exit(code),
    });
  } catch (error) {
    console.error(explainFailure(error));
    return 1;
  }
}
