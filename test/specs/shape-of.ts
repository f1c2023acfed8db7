// The shape of a value: two values of one shape are valid or not together, so that only one of them has to be checked.

const WORD = /^[A-Za-z0-9_.:/-]{1,40}$/u;

/** Texts that cannot be one of a few words are all alike. */
export function shapeOf(value: unknown): string {
  return JSON.stringify(value, (name, inner: unknown) => {
    if (typeof inner === 'number') return Number.isInteger(inner) ? 0 : 0.5;
    if (typeof inner !== 'string') return inner;
    return /^(?:id|item_id|call_id|tool_use_id|text|delta|name|model|data|signature)$/u.test(name) ||
      !WORD.test(inner)
      ? ''
      : inner;
  });
}
