// What a lease does to the order of keys: the first one goes to the end.

import { IndexedHeap, type HeapItem } from '../../src/lib/indexed-heap.ts';
import type { Cases } from '../measure-cases.ts';

function heapOf(size: number): IndexedHeap<HeapItem> {
  const heap = new IndexedHeap<HeapItem>();
  for (let rank = 0; rank < size; rank++) heap.push({ priority: 0, heapIndex: -1 }, rank);
  return heap;
}

function firstToTheEnd(size: number): () => unknown {
  const heap = heapOf(size);
  let rank = size;
  return () => {
    const first = heap.peek();
    if (first !== undefined) heap.move(first, ++rank);
    return first;
  };
}

function outAndIn(size: number): () => unknown {
  const heap = heapOf(size);
  let rank = size;
  return () => {
    const first = heap.pop();
    if (first !== undefined) heap.push(first, ++rank);
    return first;
  };
}

export const cases: Cases = {
  'first to the end, of 10': firstToTheEnd(10),
  'first to the end, of 1,000': firstToTheEnd(1000),
  'first to the end, of 10,000': firstToTheEnd(10_000),
  'first out and in again, of 10': outAndIn(10),
  'first out and in again, of 10,000': outAndIn(10_000),
};
