import { describe, expect, it } from 'vitest';
import { attemptOf, recordOf } from './request-record.fixture.ts';
import { ToldRequest } from './told-request.ts';
import { createTrailMemory, type TrailPage } from './trail-memory.ts';

const PLENTY = 1_000_000;

function told(fields: Parameters<typeof recordOf>[0]): ToldRequest {
  return new ToldRequest(recordOf(fields));
}

function ids(page: TrailPage): unknown[] {
  return page.requests.map((told) => told.fields()['id']);
}

describe('the memory of trails', () => {
  it('finds a request by its id, and of repeated ids the latest', () => {
    const memory = createTrailMemory();
    memory.remember(told({ id: 'a', status: 200 }));
    memory.remember(told({ id: 'b' }));
    memory.remember(told({ id: 'a', status: 503 }));
    expect(memory.get('a')?.status).toBe(503);
    expect(memory.get('c')).toBeUndefined();
  });

  it('forgets the oldest, and those that failed later', () => {
    const memory = createTrailMemory({ requests: 3, failures: 2, bytes: PLENTY });
    for (const id of ['f1', 'o1', 'f2', 'o2', 'f3', 'o3', 'o4', 'o5'])
      memory.remember(told({ id, outcome: id.startsWith('f') ? 'error' : 'ok' }));
    expect(ids(memory.recent({ limit: 10 }))).toEqual(['o5', 'o4', 'o3', 'f3', 'f2']);
    expect(memory.get('f1')).toBeUndefined();
    expect(memory.get('o1')).toBeUndefined();
  });

  it('holds no more bytes than it may', () => {
    const memory = createTrailMemory({ requests: 1000, failures: 1000, bytes: 20_000 });
    for (let at = 0; at < 100; at++) memory.remember(told({ id: `r${at}`, errorMessage: 'x'.repeat(2000) }));
    const kept = memory.recent({ limit: 1000 }).requests;
    expect(kept.length).toBeGreaterThan(1);
    expect(kept.length).toBeLessThan(5);
    expect(kept[0]?.fields()['id']).toBe('r99');
  });

  it('keeps the ends of a trail that went through a whole pool', () => {
    const memory = createTrailMemory();
    const attempts = Array.from({ length: 500 }, (_, at) => attemptOf({ ms: at }));
    memory.remember(told({ id: 'long', attempts }));
    const kept = memory.get('long')?.fields()['attempts'] as { readonly ms: number }[];
    const times = kept.map(({ ms }) => ms);
    expect([times.length, times[0], times.at(-1)]).toEqual([50, 0, 499]);
  });

  it('pages through what matches, newest first', () => {
    const memory = createTrailMemory({ requests: 4, failures: 10, bytes: PLENTY });
    for (let at = 0; at < 10; at++) {
      const outcome = at % 2 === 0 ? 'ok' : 'error';
      memory.remember(
        told({ id: `r${at}`, outcome, client: at < 5 ? 'web' : 'app', modelAsked: `m${at % 3}` }),
      );
    }
    const first = memory.recent({ outcome: 'error', limit: 2 });
    expect(ids(first)).toEqual(['r9', 'r7']);
    const second = memory.recent({ outcome: 'error', limit: 2, before: first.next });
    expect(ids(second)).toEqual(['r5', 'r3']);
    const third = memory.recent({ outcome: 'error', limit: 2, before: second.next });
    expect([ids(third), third.next]).toEqual([['r1'], undefined]);
    expect(ids(memory.recent({ client: 'web', limit: 9 }))).toEqual(['r3', 'r1']);
    expect(ids(memory.recent({ model: 'm0', limit: 9 }))).toEqual(['r9', 'r6', 'r3']);
    expect(ids(memory.recent({ model: 'gemini-3.8-flash', outcome: 'ok', limit: 9 }))).toEqual(['r8', 'r6']);
  });
});
