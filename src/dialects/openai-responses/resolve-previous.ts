// Makes a request whole: what `previous_response_id` and references stand for is put into its input. Where answers are
// kept, and for whom, is the caller's.
// https://platform.openai.com/docs/guides/conversation-state

import { GatewayError } from '../../errors/gateway-error.ts';
import { isObject, type JsonObject, type JsonValue } from '../../lib/json.ts';
import { readField, readString, refuse } from '../openai-field-reader.ts';
import { itemId, responseOfItem } from './wire-ids.ts';

/** A kept answer: the whole input that led to it, and the answer as the client got it. */
export interface PreviousResponse {
  readonly response: JsonObject;
  readonly input: readonly JsonObject[];
}

/**
 * The body with its full input, and with `previous_response_id` replaced by `{resolved: id}`: the parser refuses one
 * that nobody resolved, and the answer repeats it. The same body when there is nothing to resolve. Instructions are not inherited. Throws `resource_not_found` when the answer is unknown to this client; a reference to
 * an unknown item is left for the parser to refuse.
 */
export function resolvePrevious(
  body: JsonObject,
  load: (id: string) => PreviousResponse | undefined,
): JsonObject {
  const id = readString(body, 'previous_response_id');
  const previous = id === undefined ? undefined : findPrevious(id, load);
  const own = toItems(body['input']);
  const resolved = resolveReferences(own, previous, load);
  if (previous === undefined && resolved === own) return body;
  const items = previous === undefined ? [...resolved] : [...itemsOf(previous), ...resolved];
  return { ...body, input: items, ...(id !== undefined && { previous_response_id: { resolved: id } }) };
}

/** The input as it is kept: a list of items, each with an id. The body must be resolved. */
export function inputToKeep(resolved: JsonObject, requestId: string): readonly JsonObject[] {
  return toItems(resolved['input']).flatMap((item, index) => {
    if (!isObject(item)) return [];
    const type = item['type'] === undefined && item['role'] !== undefined ? { type: 'message' } : {};
    const id = typeof item['id'] === 'string' ? {} : { id: itemId('in', requestId, index) };
    return [{ ...id, ...type, ...item, ...id, ...listed(item) }];
  });
}

function listed(item: JsonObject): JsonObject {
  const text = item['content'];
  if (typeof text !== 'string') return {};
  return { content: [{ type: item['role'] === 'assistant' ? 'output_text' : 'input_text', text }] };
}

function findPrevious(id: string, load: (id: string) => PreviousResponse | undefined): PreviousResponse {
  const found = load(id);
  if (found !== undefined) return found;
  throw new GatewayError('resource_not_found', `Previous response with id '${id}' not found.`, {
    // OpenAI's status for it.
    status: 400,
    param: 'previous_response_id',
  });
}

function itemsOf(previous: PreviousResponse): readonly JsonValue[] {
  const output = previous.response['output'];
  return [...previous.input, ...(Array.isArray(output) ? output : [])];
}

function toItems(input: JsonValue | undefined): readonly JsonValue[] {
  if (typeof input === 'string') return [{ type: 'message', role: 'user', content: input }];
  if (input === undefined || input === null) return [];
  if (Array.isArray(input)) return input;
  throw refuse('input', 'a string or an array of items', input);
}

function resolveReferences(
  items: readonly JsonValue[],
  previous: PreviousResponse | undefined,
  load: (id: string) => PreviousResponse | undefined,
): readonly JsonValue[] {
  if (!items.some(isReference)) return items;
  const known = new Map<string, PreviousResponse | undefined>();
  const find = (id: string): JsonValue | undefined => {
    const owner = responseOfItem(id);
    if (owner === undefined) return undefined;
    if (!known.has(owner)) known.set(owner, load(owner));
    const found = known.get(owner) ?? previous;
    return found && itemsOf(found).find((item) => isObject(item) && item['id'] === id);
  };
  return items.map((item) => (isReference(item) ? (find(item.id) ?? item) : item));
}

function isReference(item: JsonValue): item is JsonObject & { readonly id: string } {
  if (!isObject(item) || typeof item['id'] !== 'string') return false;
  const type = readField(item, 'type');
  return type === 'item_reference' || (type === undefined && readField(item, 'role') === undefined);
}
