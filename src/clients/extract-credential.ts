// Where callers put their key: the places that the vendors' SDKs use.

/** Request headers with lower-case names, as node:http gives them. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Longer ones are nobody's key, and hashing them would be work for an attacker's benefit. */
const LONGEST_CREDENTIAL = 4096;

/**
 * All keys that a request presents, each once, empty ones left out: `Authorization: Bearer`, `x-api-key`,
 * `x-goog-api-key`, `?key=`, in this order. SDKs of one vendor send several, not all of them meant for us.
 */
export function extractCredentials(
  headers: RequestHeaders,
  query: string | URLSearchParams,
): readonly string[] {
  const presented: string[] = [];
  addValues(presented, headers['authorization'], bearerToken);
  addValues(presented, headers['x-api-key']);
  addValues(presented, headers['x-goog-api-key']);
  if (query !== '') {
    const parameters = typeof query === 'string' ? new URLSearchParams(query) : query;
    addValues(presented, parameters.getAll('key'));
  }
  return presented;
}

/** The key that counts: the first presented one that `accepts` takes, else the first; undefined when none is presented. */
export function extractCredential(
  headers: RequestHeaders,
  query: string | URLSearchParams,
  accepts: (key: string) => boolean = () => true,
): string | undefined {
  const presented = extractCredentials(headers, query);
  return presented.find(accepts) ?? presented[0];
}

function addValues(
  presented: string[],
  header: string | readonly string[] | undefined,
  read: (value: string) => string | undefined = (value) => value,
): void {
  if (header === undefined) return;
  if (typeof header !== 'string') {
    for (const value of header) addValues(presented, value, read);
    return;
  }
  const key = read(header)?.trim() ?? '';
  if (key !== '' && key.length <= LONGEST_CREDENTIAL && !presented.includes(key)) presented.push(key);
}

function bearerToken(header: string): string | undefined {
  return /^bearer[ \t]+(.*)$/iu.exec(header.trim())?.[1];
}
