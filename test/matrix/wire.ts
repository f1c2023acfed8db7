// Looks into JSON whose shape is not known: what readers of all dialects share. Knows no dialect.

export type Json = Readonly<Record<string, unknown>>;

/** The object at a path of names; empty where there is none. */
export function objectAt(value: unknown, ...path: readonly (string | number)[]): Json {
  const found = at(value, ...path);
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Json) : {};
}

export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

export function textAt(value: unknown, ...path: readonly (string | number)[]): string {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : '';
}

export function numberAt(value: unknown, ...path: readonly (string | number)[]): number {
  const found = at(value, ...path);
  return typeof found === 'number' ? found : 0;
}

/** A cited page: its title and its address. */
export function sourceAt(value: unknown, address: 'url' | 'uri'): string {
  return `${textAt(value, 'title')} <${textAt(value, address)}>`;
}

export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let here = value;
  for (const name of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = (here as Readonly<Record<string | number, unknown>>)[name];
  }
  return here;
}

/** One event of a stream: its name, where it has one, and its data. */
export interface Frame {
  readonly event: string;
  readonly data: string;
  /** JSON without `data:`, which is how Google tells of an error in mid-stream; no other vendor's SDK sees it. */
  readonly bare: boolean;
}

/** Reads a whole stream of server-sent events; comments are left out. */
export function readFrames(text: string): readonly Frame[] {
  return text.split(/\r?\n\r?\n/u).flatMap((block): readonly Frame[] => {
    // Blank lines keep the stream open.
    if (/^\s*\{/u.test(block)) return [{ event: '', data: block, bare: true }];
    const lines = block.split(/\r?\n/u);
    const event =
      lines
        .find((line) => line.startsWith('event:'))
        ?.slice(6)
        .trim() ?? '';
    const data = lines.filter((line) => line.startsWith('data:')).map((line) => line.slice(5).trim());
    return data.length === 0 ? [] : [{ event, data: data.join('\n'), bare: false }];
  });
}

/** The data of all events that hold JSON. */
export function jsonOf(frames: readonly Frame[]): readonly Json[] {
  return frames.flatMap(({ data, bare }) =>
    data === '[DONE]' || bare ? [] : [objectAt(JSON.parse(data) as unknown)],
  );
}
