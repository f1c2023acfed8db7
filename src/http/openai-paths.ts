// Where an OpenAI client may have its base URL: the usual one, and Google's own for compatibility.

/** All paths of an endpoint. `rest` has no leading slash. */
export function openaiPaths(rest: string): readonly string[] {
  return [`/v1/${rest}`, `/v1beta/openai/${rest}`, `/v1beta/openai/v1/${rest}`];
}
