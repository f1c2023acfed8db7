import { describe, expect, it } from 'vitest';
import { IndexedHeap, type HeapItem } from './indexed-heap.ts';
import { createSeededRandom } from './random.ts';

describe('indexed heap', () => {
  it('gives out the smallest first, whatever was moved or taken out between', () => {
    const random = createSeededRandom(3);
    const heap = new IndexedHeap<HeapItem>();
    const held = new Set<HeapItem>();
    for (let turn = 0; turn < 2000; turn++) {
      const act = random();
      const some = [...held][Math.floor(random() * held.size)];
      if (act < 0.5 || !some) {
        const item = { priority: 0, heapIndex: -1 };
        heap.push(item, Math.floor(random() * 50));
        held.add(item);
      } else if (act < 0.7) heap.move(some, Math.floor(random() * 50));
      else {
        const leaving = act < 0.85 ? some : heap.peek();
        if (leaving) heap.remove(leaving);
        if (leaving) held.delete(leaving);
      }
      const smallest = Math.min(...[...held].map(({ priority }) => priority));
      expect([heap.size, heap.peek()?.priority ?? Infinity]).toEqual([held.size, smallest]);
    }
    const rest = Array.from({ length: heap.size }, () => heap.pop()?.priority ?? Number.NaN);
    expect(rest).toEqual([...rest].sort((left, right) => left - right));
  });

  it('knows which items it holds', () => {
    const left = new IndexedHeap<HeapItem>();
    const right = new IndexedHeap<HeapItem>();
    const item = { priority: 0, heapIndex: -1 };
    left.push(item, 1);
    expect([left.has(item), right.has(item)]).toEqual([true, false]);
  });
});
