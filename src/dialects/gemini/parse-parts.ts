// Parts of a caller's content → canonical parts. A table from the field that a part is known by to what it becomes.
// https://ai.google.dev/api/caching#Part

import type { ContentPart } from '../../canon/content.ts';
import { isObject, type JsonObject, type JsonValue } from '../../lib/json.ts';
import { parseFunctionResponse } from './parse-function-response.ts';
import { parseBlob, parseFile } from './parse-media.ts';
import type { PartPlace } from './part-place.ts';
import { neutralName } from './part-readers.ts';
import { invalidField, readBoolean, readField, readObject, readString } from './read-field.ts';
import { unmarkSignature } from './signature-mark.ts';

type PartParser = (value: JsonObject, part: JsonObject, place: PartPlace) => ContentPart;

const parsers: Readonly<Record<string, PartParser>> = {
  functionCall(call, _part, { path, pairs, turn }) {
    const name = readString(call, 'name', path) ?? '';
    if (name === '') throw invalidField(`${path}.functionCall.name`, 'a call needs a name');
    const argumentsJson = JSON.stringify(readObject(call, 'args', path) ?? {});
    const wireId = readString(call, 'id', path);
    const id = pairs.call(name, argumentsJson, wireId === '' ? undefined : wireId, turn);
    return { type: 'tool-call', ...id, name, argumentsJson };
  },
  functionResponse: (response, _part, place) => parseFunctionResponse(response, place),
  inlineData: (blob, part, { path }) => parseBlob(blob, part, path),
  fileData: (file, part, { path }) => parseFile(file, part, path),
  executableCode: (code, part) => serverTool('call', 'code_execution', code, code, part),
  codeExecutionResult: (result, part) => serverTool('result', 'code_execution', result, result, part),
  toolCall: (call, part) =>
    serverTool('call', neutralName(readField(call, 'toolType')), readField(call, 'args') ?? {}, call, part),
  toolResponse: (answer, part) =>
    serverTool(
      'result',
      neutralName(readField(answer, 'toolType')),
      readField(answer, 'response') ?? {},
      answer,
      part,
    ),
};

/** The part; undefined for one that says nothing. A part of an unknown kind is reported as lost, never refused. */
export function parsePart(item: unknown, place: PartPlace): ContentPart | undefined {
  if (typeof item === 'string') return item === '' ? undefined : { type: 'text', text: item };
  if (!isObject(item)) throw invalidField(place.path, 'expected an object');
  const marked = unmarkSignature(readString(item, 'thoughtSignature', place.path));
  const signature = marked && { signature: marked.signature };
  for (const [name, parse] of Object.entries(parsers)) {
    const value = readObject(item, name, place.path);
    if (value) return { ...parse(value, item, place), ...signature };
  }
  const text = readString(item, 'text', place.path);
  if (text === undefined && marked === undefined) {
    if (Object.keys(item).length > 0) place.loss.add(place.path);
    return undefined;
  }
  if (readBoolean(item, 'thought', place.path) === true) {
    const redacted = marked?.redacted === true && { redactedData: marked.signature.value };
    return { type: 'reasoning', text: text ?? '', ...redacted, ...signature };
  }
  if ((text ?? '') === '' && marked === undefined) return undefined;
  return { type: 'text', text: text ?? '', ...signature };
}

function serverTool(
  phase: 'call' | 'result',
  name: string,
  data: JsonValue,
  own: JsonObject,
  part: JsonObject,
): ContentPart {
  const id = typeof own['id'] === 'string' ? own['id'] : '';
  return { type: 'server-tool', phase, id, name, data, extras: { gemini: part } };
}
