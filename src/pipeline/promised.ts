// A value that another place of this room has seen to: its absence is a defect of ours, and is told as one.

/** The value; throws an Error that names what is missing. */
export function promised<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`missing: ${what}`);
  return value;
}
