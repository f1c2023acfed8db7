// Things that come and go all the time, in no order. In a list without gaps: the tables that a Set leaves behind as it
// grows and shrinks would hold thousands of things that have gone, and all they hold, until the next full collection.

/** What such a list can hold; a thing is in at most one of them. */
export interface Placed {
  /** Where it is kept, -1 while it is not; only the list writes it. */
  place: number;
}

/** The list. */
export class GaplessList<T extends Placed> {
  readonly #items: T[] = [];

  get size(): number {
    return this.#items.length;
  }

  add(item: T): void {
    item.place = this.#items.length;
    this.#items.push(item);
  }

  /** The last one takes its place. */
  delete(item: T): void {
    const last = this.#items.at(-1);
    if (item.place < 0 || last === undefined) return;
    this.#items[item.place] = last;
    last.place = item.place;
    this.#items.pop();
    item.place = -1;
  }

  /** From the last to the first, so that `look` may delete what it is shown. */
  forEach(look: (item: T) => void): void {
    for (let place = this.#items.length - 1; place >= 0; place--) {
      const item = this.#items[place];
      if (item !== undefined) look(item);
    }
  }
}
