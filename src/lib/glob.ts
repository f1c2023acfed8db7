// Matching names against patterns with `*` (anything) and `?` (one character). No other signs are special.

/** A test for names that match any of the patterns, whatever their case. */
export function compileGlobs(patterns: readonly string[]): (name: string) => boolean {
  const sources = patterns.map((pattern) =>
    pattern
      .replaceAll(/[\\^$.+()[\]{}|]/gu, String.raw`\$&`)
      .replaceAll('*', '.*')
      .replaceAll('?', '.'),
  );
  const expression = new RegExp(`^(?:${sources.join('|')})$`, 'isu');
  return (name) => patterns.length > 0 && expression.test(name);
}
