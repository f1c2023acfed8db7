// Clients that can be told a base URL and nothing else carry their key in it: `http://host/<key>/v1beta/…`.

/** First steps of paths that have their own meaning before `/v1beta`. */
const KEYED = /^\/(?!(?:v1|v1beta|upload|download|ws|admin)\/)([^/?#]+)(\/v1beta\/[^?#]*)(?:\?([^#]*))?/u;

/** The same URL with such a key where every door looks for one, as `key` of the query; any other comes back as it is. */
export function movePathCredential(url: string): string {
  const match = KEYED.exec(url);
  if (match === null) return url;
  const [, key = '', path = '', query = ''] = match;
  // In a query `+` would be a space.
  return `${path}?${query === '' ? '' : `${query}&`}key=${key.replaceAll('+', '%2B')}`;
}
