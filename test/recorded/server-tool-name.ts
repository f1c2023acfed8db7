// One name for each tool that providers run themselves, out of the names that each gives it.

const NAMES: readonly (readonly [RegExp, string])[] = [
  [/web_search/u, 'googleSearch'],
  [/web_fetch/u, 'urlContext'],
  [/code_execution|code_interpreter/u, 'codeExecution'],
];

/** Google's name where Google has such a tool, else the given one. */
export function serverToolName(given: unknown): string {
  const type = typeof given === 'string' ? given : 'unnamed';
  return NAMES.find(([pattern]) => pattern.test(type))?.[1] ?? type;
}
