// What the tasks of all endpoints have in common: how a JSON body is relayed, and how what comes back is looked at.

import { parseWireError } from '../dialects/openai-chat/wire-error.ts';
import type { Inspection, RelayFace } from '../dialects/dialect.ts';
import { spliceString } from '../lib/json-splice.ts';
import type { JsonValue } from '../lib/json.ts';
import type { TaskRelay } from '../pipeline/task.ts';
import type { JsonBody } from './read-json.ts';

/** Answer headers of the providers' that mean something to their clients. */
const PASSED_HEADERS = ['content-type', 'openai-processing-ms', 'openai-version'];
/** A page of some proxy's, or an error, in place of sound. */
const FOREIGN_TYPES = /^(?:text\/html|application\/(?:problem\+)?json)\b/iu;

/** Relays a JSON body. `createInspect` is called once for each attempt. */
export function relayJson(
  { bytes, json }: JsonBody,
  form: TaskRelay['form'],
  createInspect: () => (body: JsonValue) => Inspection,
): TaskRelay {
  return {
    ...relayed(form, createInspect),
    call: (path, model) => ({
      method: 'POST',
      path,
      // A model that the caller left to the provider is not named now.
      body:
        json['model'] === undefined
          ? bytes
          : (spliceString(bytes, 'model', model) ?? JSON.stringify({ ...json, model })),
    }),
  };
}

/** All of a relay but its call. */
export function relayed(
  form: TaskRelay['form'],
  createInspect: () => (body: JsonValue) => Inspection,
): Omit<TaskRelay, 'call'> {
  return {
    form,
    foreignTypes: FOREIGN_TYPES,
    passedHeaders: PASSED_HEADERS,
    createFace(): RelayFace {
      const inspect = createInspect();
      return {
        name: 'openai-chat',
        inspectEvent: inspect,
        inspectAnswer: inspect,
        // The looks of tasks count for themselves.
        candidatesAsked: () => 1,
        parseError: parseWireError,
      };
    },
  };
}

/** Prompt tokens of a text body, roughly. */
export function estimateBytes(bytes: Buffer): number {
  return Math.ceil(bytes.length / 4);
}
