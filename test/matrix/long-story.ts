// One question whose answer is long enough to be broken in its middle, and how it is asked.

import type { Door } from './door.ts';
import { exchange, type Exchanged, type MatrixWorld } from './matrix-world.ts';
import type { Saying } from './scenario.ts';
import { readFrames } from './wire.ts';

const story = 'Castor was mortal and Pollux was not, and the one would not live without the other. '.repeat(
  4,
);

export const saying: Saying = { turns: [{ user: [story] }] };
export const wholeText = `You said: ${story}`;

/** So many failures in a row would otherwise take the provider out of use. */
export const patient = `circuit_breaker: { failure_threshold: 1000 }
max_failures_threshold: 1000
retry: { max_attempts: 2 }
`;

export function ask(
  world: MatrixWorld,
  door: Door,
  model: string,
  said: Saying,
  stream: boolean,
): Promise<Exchanged> {
  const { path, body } = door.say(said, model, stream);
  return exchange(world, path, JSON.stringify(body));
}

export function textOf(door: Door, text: string, stream: boolean): string {
  return door.hear(stream ? door.fold(readFrames(text)) : (JSON.parse(text) as unknown)).text;
}
