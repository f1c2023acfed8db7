// What a client meant whose base URL has a version too many or too few.

const BEGINNINGS = ['/v1', '/v1beta'];

/** The path that `exists` and that `path` is a slip of the base URL away from; undefined when there is none. */
export function nearPath(path: string, exists: (path: string) => boolean): string | undefined {
  const once = path.replace(/^\/(v1|v1beta)\/(?:v1|v1beta)(?=\/)/u, '/$1');
  const candidates = [
    once,
    path.replace(/^\/v1beta(?=\/)/u, '/v1'),
    ...BEGINNINGS.map((beginning) => beginning + path),
  ];
  return candidates.find((candidate) => candidate !== path && exists(candidate));
}
