// What was emitted, as values with the schema that each has to meet.

import { asArray, asObject, asString, isObject, tryParseJson, type JsonObject } from '../../src/lib/json.ts';
import type { Emitted } from '../recorded/emitted.ts';
import type { ProtocolName } from '../recorded/protocols.ts';
import { readEventData } from '../recorded/read-event-data.ts';
import { readGeminiChunks } from '../recorded/gemini-chunks.ts';
import type { Vendor } from './spec-set.ts';

export interface SpecValue {
  readonly vendor: Vendor;
  readonly schema: string;
  readonly value: unknown;
}

interface Schemas {
  readonly vendor: Vendor;
  readonly request: string;
  readonly answer: string;
  readonly event: string;
  readonly error: string;
}

const SCHEMAS: Readonly<Record<ProtocolName, Schemas>> = {
  'openai.chat': {
    vendor: 'openai',
    request: 'CreateChatCompletionRequest',
    answer: 'CreateChatCompletionResponse',
    event: 'CreateChatCompletionStreamResponse',
    error: 'ErrorResponse',
  },
  'openai.responses': {
    vendor: 'openai',
    request: 'CreateResponse',
    answer: 'Response',
    event: 'ResponseStreamEvent',
    error: 'ErrorResponse',
  },
  anthropic: {
    vendor: 'anthropic',
    request: 'CreateMessageParams',
    answer: 'Message',
    event: 'MessageStreamEvent',
    error: 'ErrorResponse',
  },
  gemini: {
    vendor: 'gemini',
    request: 'GenerateContentRequest',
    answer: 'GenerateContentResponse',
    event: 'GenerateContentResponse',
    error: 'Status',
  },
};

/** One value for each body and for each event of a stream. A body that is no JSON is a value that meets no schema. */
export function valuesOf({ protocol, kind, stream, body }: Emitted): readonly SpecValue[] {
  const { vendor, request, answer, event, error } = SCHEMAS[protocol];
  const errorOf = (value: JsonObject): SpecValue => ({
    vendor,
    schema: error,
    value: vendor === 'gemini' ? value['error'] : value,
  });
  const values = stream ? readStream(protocol, body) : [tryParseJson(body)];
  return values.map((value): SpecValue => {
    const object = asObject(value);
    if (kind === 'request') return { vendor, schema: request, value };
    if (object !== undefined && isError(object, protocol)) return errorOf(object);
    return { vendor, schema: stream ? event : answer, value };
  });
}

/** Errors have a schema of their own, but for those of Responses, which are events like the others. */
function isError(value: JsonObject, protocol: ProtocolName): boolean {
  if (protocol === 'openai.responses')
    return isObject(value['error']) && value['object'] === undefined && value['type'] === undefined;
  return value['type'] === 'error' || (isObject(value['error']) && asArray(value['choices']).length === 0);
}

function readStream(protocol: ProtocolName, body: string): readonly unknown[] {
  const values = protocol === 'gemini' ? readGeminiChunks(Buffer.from(body)) : readEventData(body);
  return values ?? [asString(body)];
}
