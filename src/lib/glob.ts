// Matching names against patterns with `*` (anything) and `?` (one character). No other signs are special.

/**
 * A test for names that match any of the patterns, whatever their case. Callers choose the names: so its time grows with
 * their length alone, where a regular expression would try out every way to share a name among the stars.
 */
export function compileGlobs(patterns: readonly string[]): (name: string) => boolean {
  const globs = patterns.map(compileGlob);
  // Whoever asks mostly asks for the same name again.
  let latest: string | undefined;
  let matched = false;
  return (name) => {
    if (name !== latest) {
      const lower = name.toLowerCase();
      matched = globs.some((glob) => matches(glob, lower));
      latest = name;
    }
    return matched;
  };
}

interface Glob {
  readonly first: Piece;
  readonly middle: readonly Piece[];
  /** Undefined when there is no star. */
  readonly last: Piece | undefined;
}

function compileGlob(pattern: string): Glob {
  const [first = '', ...rest] = pattern.toLowerCase().split('*');
  const last = rest.pop();
  return {
    first: compilePiece(first),
    middle: rest.map(compilePiece),
    last: last === undefined ? undefined : compilePiece(last),
  };
}

/** What stands between two stars. */
interface Piece {
  readonly length: number;
  /** Whether it stands at `at`. */
  fits(name: string, at: number): boolean;
  /** Its first place from `from` on; -1 when there is none. */
  find(name: string, from: number): number;
}

function compilePiece(text: string): Piece {
  const { length } = text;
  if (!text.includes('?'))
    return {
      length,
      fits: (name, at) => name.startsWith(text, at),
      find: (name, from) => name.indexOf(text, from),
    };
  function fits(name: string, at: number): boolean {
    if (at + length > name.length) return false;
    for (let index = 0; index < length; index++)
      if (text[index] !== '?' && text[index] !== name[at + index]) return false;
    return true;
  }
  return {
    length,
    fits,
    find(name, from) {
      for (let at = from; at + length <= name.length; at++) if (fits(name, at)) return at;
      return -1;
    },
  };
}

/** The earliest place is always the right one: it leaves most to the pieces behind. */
function matches({ first, middle, last }: Glob, name: string): boolean {
  if (!first.fits(name, 0)) return false;
  if (last === undefined) return first.length === name.length;
  const end = name.length - last.length;
  let at = first.length;
  if (end < at || !last.fits(name, end)) return false;
  for (const piece of middle) {
    const found = piece.find(name, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return at <= end;
}
