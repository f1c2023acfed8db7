// What Google refuses in the turns of a conversation: order of roles, empty parts, unpaired function responses, files of
// somebody else. Knows nothing of signatures.
import { asString } from '../../lib/json.ts';
import type { JsonReply } from '../reply.ts';
import { geminiError, invalidArgument } from './errors.ts';
import { wireField, wireList } from './wire-field.ts';

const DATA_FIELDS = [
  'text',
  'inlineData',
  'fileData',
  'functionCall',
  'functionResponse',
  'executableCode',
  'codeExecutionResult',
  'toolCall',
  'toolResponse',
] as const;

const FILE_NAME = /(?:^|\/)files\/([A-Za-z0-9_-]+)/u;

/** The role of a content; absent means the user. */
export function roleOf(content: unknown): string {
  return asString(wireField(content, 'role')) ?? 'user';
}

/** The first 400 or 403 that the contents deserve. `generation` is the model's major version. */
export function checkContents(body: unknown, generation: number): JsonReply | undefined {
  const contents = wireList(body, 'contents');
  if (contents.length === 0)
    return invalidArgument('* GenerateContentRequest.contents: contents is not specified\n');
  for (const [index, content] of contents.entries()) {
    const role = roleOf(content);
    if (role !== 'user' && role !== 'model' && role !== 'function') {
      return invalidArgument('Please use a valid role: user, model.');
    }
    const fault = checkParts(content, `GenerateContentRequest.contents[${index}]`);
    if (fault) return fault;
  }
  if (roleOf(contents[0]) === 'model') {
    return invalidArgument(
      'Please ensure that multiturn requests alternate between user and model, starting with a user turn.',
    );
  }
  if (roleOf(contents.at(-1)) === 'model') {
    return invalidArgument(
      'Please ensure that single turn requests end with a user role or the role field is empty.',
    );
  }
  return checkPairs(contents, generation);
}

/** Parts of a system instruction obey the same rules. */
export function checkParts(content: unknown, path: string): JsonReply | undefined {
  const parts = wireList(content, 'parts');
  if (parts.length === 0) return invalidArgument(`* ${path}.parts: contents.parts must not be empty.\n`);
  for (const [index, part] of parts.entries()) {
    const given = DATA_FIELDS.filter((field) => wireField(part, field) !== undefined);
    if (given.length > 1) {
      return invalidArgument(
        `Invalid value at '${path}.parts[${index}]' (oneof), oneof field 'data' is already set.`,
      );
    }
    if (given.length === 0 || (given[0] === 'text' && isBareEmptyText(part, parts.length))) {
      return invalidArgument(
        `* ${path}.parts[${index}].data: required oneof field 'data' must have one initialized field\n`,
      );
    }
    const fault = checkPart(part, `${path}.parts[${index}]`);
    if (fault) return fault;
  }
  return undefined;
}

/** An empty text is only taken as the carrier of a signature, or as a content's only part. */
function isBareEmptyText(part: unknown, siblings: number): boolean {
  return wireField(part, 'text') === '' && wireField(part, 'thoughtSignature') === undefined && siblings > 1;
}

function checkPart(part: unknown, path: string): JsonReply | undefined {
  const call = wireField(part, 'functionCall');
  if (call !== undefined && !asString(wireField(call, 'name'))) {
    return invalidArgument(`* ${path}.function_call.name: Name cannot be empty.\n`);
  }
  const response = wireField(part, 'functionResponse');
  if (response !== undefined) {
    if (!asString(wireField(response, 'name'))) {
      return invalidArgument(`* ${path}.function_response.name: Name cannot be empty.\n`);
    }
    if (wireField(response, 'response') === undefined) {
      return invalidArgument(`* ${path}.function_response.response: Response cannot be empty.\n`);
    }
  }
  const blob = wireField(part, 'inlineData');
  if (blob !== undefined && !asString(wireField(blob, 'mimeType'))) {
    return invalidArgument('Unable to submit request because it must have a mimeType parameter.');
  }
  if (blob !== undefined && asString(wireField(blob, 'mimeType')) === 'image/gif') {
    return invalidArgument('Unsupported MIME type: image/gif');
  }
  const file = FILE_NAME.exec(asString(wireField(wireField(part, 'fileData'), 'fileUri')) ?? '');
  if (!file) return undefined;
  const message = `You do not have permission to access the File ${file[1]} or it may not exist.`;
  return geminiError(403, 'PERMISSION_DENIED', message);
}

function checkPairs(contents: readonly unknown[], generation: number): JsonReply | undefined {
  let open = 0;
  for (const content of contents) {
    const parts = wireList(content, 'parts');
    const calls = parts.filter((part) => wireField(part, 'functionCall') !== undefined).length;
    const responses = parts.filter((part) => wireField(part, 'functionResponse') !== undefined).length;
    const media = parts.some((part) => wireField(part, 'inlineData') !== undefined);
    const unpaired = responses !== open || (responses > 0 && media && generation < 3);
    if (unpaired && responses === 0 && roleOf(content) !== 'model') {
      return invalidArgument(
        'Please ensure that function call turn comes immediately after a user turn or after a function response turn.',
      );
    }
    if (unpaired) {
      return invalidArgument(
        'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.',
      );
    }
    open = calls;
  }
  return undefined;
}
