// Every scenario of the matrix at every door on every provider, whole and streamed: what left for the providers, and what
// the clients got.

import type { Emit } from '../recorded/emitted.ts';
import { PROTOCOLS, type ProtocolName } from '../recorded/protocols.ts';
import type { DialectName } from '../../src/canon/dialect-name.ts';
import { exchange, startMatrixWorld } from '../matrix/matrix-world.ts';
import { doorOfCall, doors, modelFor, providers } from '../matrix/providers.ts';
import { scenarios } from '../matrix/scenarios.ts';

/** Runs them all. */
export async function emitMatrix(emit: Emit): Promise<void> {
  for (const provider of providers) {
    const world = await startMatrixWorld({ config: provider.config });
    try {
      // Where both speak the same dialect, all bytes are others'.
      for (const door of doors.filter(({ dialect }) => !provider.dialects.includes(dialect))) {
        for (const scenario of scenarios) {
          if (scenario.needs !== undefined && door.cannotSay.has(scenario.needs)) continue;
          for (const stream of [false, true]) {
            const { path, body } = door.say(scenario.saying, modelFor(provider, scenario), stream);
            if (scenario.fault !== undefined) world.simulator.addFault({ fault: scenario.fault });
            const { calls, status, text } = await exchange(world, path, JSON.stringify(body));
            world.simulator.clearFaults();
            const place = { id: scenario.name, family: `${door.name} on ${provider.name}` };
            emit({
              ...place,
              protocol: protocolOf(door.dialect),
              kind: 'answer',
              stream: stream && status === 200,
              body: text,
            });
            for (const call of calls) {
              const { dialect } = doorOfCall(call.operation);
              const sent = call.rawBody?.toString('utf8') ?? '';
              emit({ ...place, protocol: protocolOf(dialect), kind: 'request', stream: false, body: sent });
            }
          }
        }
      }
    } finally {
      await world.close();
    }
  }
}

function protocolOf(dialect: DialectName): ProtocolName {
  const found = PROTOCOLS.find(({ client }) => client.name === dialect);
  if (found === undefined) throw new Error(`no protocol speaks ${dialect}`);
  return found.name;
}
