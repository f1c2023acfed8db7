// Label children of one metric, made once and kept, and never more than a stated number: label values come from
// outside (model names, statuses), and each new one would otherwise cost memory for ever.

/** What stands for every label value past the limit. */
const OVERFLOW_LABEL = 'other';

/** Returns a lookup that makes a child on first use; past `limit` names all further ones share one child. */
export function createBoundedChildren<Child>(
  make: (name: string) => Child,
  limit: number,
): (name: string) => Child {
  const children = new Map<string, Child>();
  return (name) => {
    const known = children.get(name);
    if (known !== undefined) return known;
    const bounded = children.size < limit ? name : OVERFLOW_LABEL;
    const child = children.get(bounded) ?? make(bounded);
    children.set(bounded, child);
    return child;
  };
}

/** The same for two labels: at most `limit` first names, each with at most `limit` second ones. */
export function createBoundedPairs<Child>(
  make: (first: string, second: string) => Child,
  limit: number,
): (first: string, second: string) => Child {
  const rows = createBoundedChildren(
    (first) => createBoundedChildren((second) => make(first, second), limit),
    limit,
  );
  return (first, second) => rows(first)(second);
}
