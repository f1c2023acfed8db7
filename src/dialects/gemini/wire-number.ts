// Numbers as they stand in Google's JSON: plain, or kept digit by digit by an exact parse.

/** The number, also when an exact parse kept its text; undefined for anything else. */
export function wireNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'object' || value === null || !('rawJSON' in value)) return undefined;
  const number = Number(value.rawJSON);
  return Number.isFinite(number) ? number : undefined;
}
