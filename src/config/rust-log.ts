// The log filter of programs in Rust, as far as it names a level for the whole program.

const LEVELS: ReadonlySet<string> = new Set(['trace', 'debug', 'info', 'warn', 'error', 'off']);

/** The level of `debug` or `gateway=debug,info`: the one without a target, else the first. Undefined when none is named. */
export function parseRustLog(filter: string): string | undefined {
  let ofTarget: string | undefined;
  for (const directive of filter.toLowerCase().split('/', 1).join('').split(',')) {
    const [target, level] = directive.split('=', 2).map((part) => part.trim());
    if (level === undefined && target !== undefined && LEVELS.has(target)) return target;
    if (level !== undefined && LEVELS.has(level)) ofTarget ??= level;
  }
  return ofTarget;
}
