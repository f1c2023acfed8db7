// OpenAI has two APIs for conversations, and models that speak only one of them. Whatever door a client comes to, and
// whatever the settings prefer, the request reaches the API that is right for its model.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exchange, startMatrixWorld, type Exchanged, type MatrixWorld } from '../matrix/matrix-world.ts';
import type { Door } from '../matrix/door.ts';
import { chatDoor } from '../matrix/chat-door.ts';
import { messagesDoor } from '../matrix/messages-door.ts';
import { doors } from '../matrix/providers.ts';
import { createSimulator } from '../../src/simulator/simulator.ts';
import { responsesDoor } from '../matrix/responses-door.ts';
import { textOf } from '../matrix/long-story.ts';
import type { Saying } from '../matrix/scenario.ts';

const hello: Saying = { turns: [{ user: ['hello'] }] };
const manners = [false, true];

async function ask(world: MatrixWorld, door: Door, model: string, stream: boolean, saying = hello) {
  const { path, body } = door.say(saying, model, stream);
  const answered = await exchange(world, path, JSON.stringify(body));
  expect([answered.status, answered.text]).toEqual([200, expect.any(String)]);
  return answered;
}

/** Operation and status of what reached the provider. */
function reached({ calls }: Exchanged): readonly string[] {
  return calls.map(({ operation, status }) => `${operation} ${status}`);
}

describe.each(doors)('at the door of $name', (door) => {
  let world: MatrixWorld;
  beforeAll(async () => {
    world = await startMatrixWorld();
  });
  afterAll(() => world.close());

  it.each(['gpt-5.1-codex', 'o3-pro', 'o4-mini-deep-research'])(
    'asks Responses for %s, which has nothing else',
    async (model) => {
      for (const stream of manners) {
        const answered = await ask(world, door, model, stream);
        expect(reached(answered)).toEqual(['responses 200']);
        expect(textOf(door, answered.text, stream)).toBe('You said: hello');
      }
    },
  );

  it('asks Chat Completions for a model that Responses refuses', async () => {
    for (const stream of manners) {
      const answered = await ask(world, door, 'openai/gpt-4o-search-preview', stream);
      expect(reached(answered)).toEqual(['chat.completions 200']);
      expect(textOf(door, answered.text, stream)).toBe('You said: hello');
    }
  });
});

describe.each(doors.filter(({ dialect }) => !dialect.startsWith('openai')))(
  'a model that thinks with tools on Responses alone, at the door of $name',
  (door) => {
    let world: MatrixWorld;
    beforeAll(async () => {
      world = await startMatrixWorld();
    });
    afterAll(() => world.close());

    it('is asked there', async () => {
      const tools = [
        {
          name: 'get_weather',
          description: 'tells',
          schema: { type: 'object', properties: { city: { type: 'string' } } },
        },
      ];
      const saying: Saying = { turns: [{ user: ['Use get_weather now'] }], tools, thinks: true };
      const { calls } = await ask(world, door, 'gpt-5.6-terra', false, saying);
      expect(calls.map(({ operation, status }) => [operation, status])).toEqual([['responses', 200]]);
    });
  },
);

describe.each([
  ['responses', 'responses'],
  ['chat', 'chat.completions'],
])('with api: %s', (api, operation) => {
  let world: MatrixWorld;
  beforeAll(async () => {
    world = await startMatrixWorld({ config: `providers: { openai: { api: ${api} } }\n` });
  });
  afterAll(() => world.close());

  it.each(doors)('every model is asked in it, from the door of $name', async (door) => {
    for (const stream of manners) {
      const answered = await ask(world, door, 'gpt-4.1', stream);
      expect(reached(answered)).toEqual([`${operation} 200`]);
      expect(textOf(door, answered.text, stream)).toBe('You said: hello');
      const own = operation === 'responses' ? 'openai-responses' : 'openai-chat';
      // Relayed where the door speaks it: OpenAI's own words come back.
      expect(answered.calls[0]?.rawBody?.toString() === answered.sent).toBe(door.dialect === own);
    }
  });
});

describe('what only OpenAI has a word for', () => {
  const fields = { metadata: { trace: '1' }, prompt_cache_key: 'house', service_tier: 'priority' };
  const asChat = { ...fields, verbosity: 'low' };
  const asResponses = { ...fields, text: { verbosity: 'low' } };

  it.each([
    { from: chatDoor, said: asChat, api: 'responses', seen: asResponses },
    { from: responsesDoor, said: asResponses, api: 'chat', seen: asChat },
  ])('goes from $from.name to its other API', async ({ from, said, api, seen }) => {
    const world = await startMatrixWorld({ config: `providers: { openai: { api: ${api} } }\n` });
    const { path, body } = from.say(hello, 'gpt-5', false);
    const { status, headers, calls } = await exchange(world, path, JSON.stringify({ ...body, ...said }));
    expect([status, headers.get('x-pollux-loss')]).toEqual([200, null]);
    expect(calls[0]?.body).toMatchObject(seen);
    await world.close();
  });

  it.each([
    { from: chatDoor, said: asChat, lost: 'metadata, service_tier, verbosity' },
    { from: responsesDoor, said: asResponses, lost: 'service_tier, text.verbosity' },
  ])('is named as lost elsewhere, at the door of $from.name', async ({ from, said, lost }) => {
    const world = await startMatrixWorld();
    const { path, body } = from.say(hello, 'claude-sonnet-4-6', false);
    const { status, headers } = await exchange(world, path, JSON.stringify({ ...body, ...said }));
    expect([status, headers.get('x-pollux-loss')?.split(', ').toSorted().join(', ')]).toEqual([200, lost]);
    await world.close();
  });
});

describe('a compatible service with api: responses', () => {
  const services = createSimulator({ acceptAnyKey: true });
  let url: string;
  beforeAll(async () => {
    ({ url } = await services.listen());
  });
  afterAll(() => services.close());

  it.each([
    ['local', '/v1', '/v1/responses'],
    ['azure', '/openai', '/openai/v1/responses'],
  ])('is asked at its place: %s', async (name, prefix, path) => {
    const config = `providers:
  ${name}: { type: openai-compatible, base_url: ${url}${prefix}, api: responses, keys: [sk-local-0000000000000001] }
`;
    const world = await startMatrixWorld({ config });
    const { text } = await exchange(world, ...messagesTo(`${name}/llama`));
    expect(messagesDoor.hear(JSON.parse(text)).text).toBe('You said: hello');
    const posts = services
      .calls()
      .filter(({ method, url: at }) => method === 'POST' && at.startsWith(prefix));
    expect(posts.map((call) => [call.url, call.status])).toEqual([[path, 200]]);
    await world.close();
  });
});

function messagesTo(model: string): readonly [path: string, sent: string] {
  const { path, body } = messagesDoor.say(hello, model, false);
  return [path, JSON.stringify(body)];
}
