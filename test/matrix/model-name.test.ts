// A request in its provider's own dialect is passed on with another model's name in it, and otherwise byte for byte.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerOf, exchange, startMatrixWorld, type MatrixWorld } from './matrix-world.ts';
import { doors, vendors } from './providers.ts';

let world: MatrixWorld;
beforeAll(async () => {
  world = await startMatrixWorld();
});
afterAll(() => world.close());

const pairs = doors.flatMap((door) =>
  vendors.flatMap((provider) =>
    provider.dialects.includes(door.dialect) && door.dialect !== 'gemini' ? [{ door, provider }] : [],
  ),
);

describe.each(pairs)('at the door of $door.name on $provider.name', ({ door, provider }) => {
  it.each([
    ['whole', false],
    ['streamed', true],
  ])('keeps numbers, escapes, order and spaces: %s', async (_manner, stream) => {
    const asked = `${provider.persona}/${provider.model}`;
    const { path, body } = door.say({ turns: [{ user: ['Castor'] }] }, asked, stream);
    const odd = `{ "metadata" : {"user_id":"\\u0043\\/1e3"},\n "temperature":1.0, ${JSON.stringify(body).slice(1)}`;
    const { status, text, calls } = await exchange(world, path, odd);
    const [call] = calls;
    expect([status, calls.length, call?.rawBody?.toString('utf8')]).toEqual([
      200,
      1,
      odd.replace(asked, provider.model),
    ]);
    expect(text).toBe(call && (await answerOf(call)));
  });
});
