// A binary heap, smallest first, whose items know their own place, so that any of them moves or leaves in O(log n).
// Knows nothing of what it orders.

/** What an item must carry. It belongs to the one heap that holds it. */
export interface HeapItem {
  /** Smallest comes first. */
  priority: number;
  /** Place in the heap that holds it; -1 in none. Only heaps write it. */
  heapIndex: number;
}

/** The heap; an item is in at most one of them. */
export class IndexedHeap<T extends HeapItem> {
  readonly #items: T[] = [];

  get size(): number {
    return this.#items.length;
  }

  /** The first item, left in place. */
  peek(): T | undefined {
    return this.#items[0];
  }

  /** True when this very heap holds the item. */
  has(item: T): boolean {
    return item.heapIndex !== -1 && this.#items[item.heapIndex] === item;
  }

  push(item: T, priority: number): void {
    item.priority = priority;
    item.heapIndex = this.#items.length;
    this.#items.push(item);
    this.#rise(item);
  }

  /** Gives an item of this heap another priority. */
  move(item: T, priority: number): void {
    const before = item.priority;
    item.priority = priority;
    if (priority < before) this.#rise(item);
    else if (priority > before) this.#sink(item);
  }

  pop(): T | undefined {
    const first = this.#items[0];
    if (first) this.remove(first);
    return first;
  }

  /** Takes an item of this heap out. */
  remove(item: T): void {
    const at = item.heapIndex;
    const last = this.#items.pop();
    item.heapIndex = -1;
    if (last === undefined || last === item) return;
    this.#items[at] = last;
    last.heapIndex = at;
    this.#rise(last);
    this.#sink(last);
  }

  /** All items, in no particular order after the first. */
  values(): Iterable<T> {
    return this.#items;
  }

  #rise(item: T): void {
    const items = this.#items;
    let at = item.heapIndex;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = items[above];
      if (!parent || parent.priority <= item.priority) break;
      items[at] = parent;
      parent.heapIndex = at;
      at = above;
    }
    items[at] = item;
    item.heapIndex = at;
  }

  #sink(item: T): void {
    const items = this.#items;
    const size = items.length;
    let at = item.heapIndex;
    for (;;) {
      let below = 2 * at + 1;
      let child = items[below];
      const right = items[below + 1];
      if (right && child && below + 1 < size && right.priority < child.priority) {
        below += 1;
        child = right;
      }
      if (!child || child.priority >= item.priority) break;
      items[at] = child;
      child.heapIndex = at;
      at = below;
    }
    items[at] = item;
    item.heapIndex = at;
  }
}
