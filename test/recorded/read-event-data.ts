// The JSON of every event of a stream of server-sent events.

import { isObject, tryParseJson, type JsonObject } from '../../src/lib/json.ts';

/** Undefined when some event holds no JSON object. OpenAI's `[DONE]` is left out. */
export function readEventData(body: string): readonly JsonObject[] | undefined {
  const values = body
    .split(/\r?\n\r?\n/u)
    .map((event) =>
      event
        .split(/\r?\n/u)
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice('data:'.length).trim())
        .join('\n'),
    )
    .filter((data) => data !== '' && data !== '[DONE]')
    .map((data) => tryParseJson(data));
  return values.every(isObject) ? values : undefined;
}
