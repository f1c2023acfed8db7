// What a person needs to use a running simulator. Its keys open nothing else, so they are printed in full.

interface GuideKey {
  readonly key: string;
  readonly project: string;
  readonly provider?: string | undefined;
}

/** Lines for the terminal: where it listens, its keys, and how a gateway or curl is pointed at it. */
export function simulatorGuide(url: string, keys: readonly GuideKey[]): string {
  const of = (provider: string): readonly string[] =>
    keys.filter((key) => key.provider === provider).map((key) => key.key);
  const gemini = of('gemini');
  return [
    `The simulator listens on ${url} (stop it with Ctrl-C).`,
    '',
    'Keys, by vendor and project:',
    ...keys.map(
      ({ key, project, provider }) => `  ${(provider ?? 'any').padEnd(10)} ${project.padEnd(17)} ${key}`,
    ),
    '',
    'A gateway that uses it:',
    `  GEMINI_BASE_URL=${url} GEMINI_API_KEYS=${gemini.join(',')} \\`,
    `  OPENAI_BASE_URL=${url}/v1 OPENAI_API_KEYS=${of('openai').join(',')} \\`,
    `  ANTHROPIC_BASE_URL=${url} ANTHROPIC_API_KEYS=${of('anthropic').join(',')} pollux`,
    '',
    'A request to it:',
    `  curl ${url}/v1beta/models -H 'x-goog-api-key: ${gemini[0] ?? ''}'`,
  ].join('\n');
}
