import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLineQueue } from './line-queue.ts';

beforeEach(() => void vi.useFakeTimers({ now: 1000 }));
afterEach(() => void vi.useRealTimers());

const telling = (fields: object) => ({ text: JSON.stringify(fields).slice(1, -1) });

function queue() {
  const lines: string[] = [];
  return {
    lines,
    queue: createLineQueue(
      (text) => lines.push(...text.split(/(?<=\n)/u)),
      (atMs) => `,"time":${atMs}`,
    ),
  };
}

describe('a queue of lines', () => {
  it('writes them a moment later, in order, with the time they were made', () => {
    const { lines, queue: waiting } = queue();
    waiting.push('info', telling({ n: 1 }), 'request');
    vi.advanceTimersByTime(10);
    waiting.push('info', telling({ n: 2, gone: undefined }), 'request');
    expect(lines).toEqual([]);
    vi.advanceTimersByTime(50);
    expect(lines).toEqual([
      '{"level":"info","time":1000,"n":1,"msg":"request"}\n',
      '{"level":"info","time":1010,"n":2,"msg":"request"}\n',
    ]);
  });

  it('writes at once what an operator must see, and all that waited before it', () => {
    const { lines, queue: waiting } = queue();
    waiting.push('info', telling({ n: 1 }), 'request');
    waiting.push('warn', telling({ n: 2 }), 'request');
    expect(lines.map((line) => (JSON.parse(line) as { n: number }).n)).toEqual([1, 2]);
  });

  it('does not let more wait than a few', () => {
    const { lines, queue: waiting } = queue();
    for (let n = 0; n < 1000; n++) waiting.push('info', telling({ n }), 'request');
    expect(lines.length).toBeGreaterThan(850);
    waiting.drain();
    expect(lines).toHaveLength(1000);
  });
});
