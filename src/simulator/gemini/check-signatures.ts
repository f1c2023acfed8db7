// Gemini 3 wants its thought signatures back on the function calls of the current turn.
// https://ai.google.dev/gemini-api/docs/thought-signatures
import { asString } from '../../lib/json.ts';
import type { JsonReply } from '../reply.ts';
import { roleOf } from './check-contents.ts';
import { invalidArgument } from './errors.ts';
import { isGoodSignature } from './signatures.ts';
import { wireField, wireList } from './wire-field.ts';

/** The 400 for a missing or foreign signature. Models before 3 need none, but refuse foreign ones too. */
export function checkSignatures(body: unknown, generation: number): JsonReply | undefined {
  const contents = wireList(body, 'contents');
  for (const content of contents) {
    for (const part of wireList(content, 'parts')) {
      const signature = asString(wireField(part, 'thoughtSignature'));
      if (signature !== undefined && !isGoodSignature(signature))
        return invalidArgument('Invalid thought signature.');
    }
  }
  return generation < 3 ? undefined : findUnsigned(contents);
}

/** The current turn begins after the last user content that says something else than function results. */
function currentTurnStart(contents: readonly unknown[]): number {
  for (let at = contents.length - 1; at >= 0; at--) {
    if (roleOf(contents[at]) === 'model') continue;
    const parts = wireList(contents[at], 'parts');
    if (!parts.some((part) => wireField(part, 'functionResponse') !== undefined)) return at + 1;
  }
  return 0;
}

function findUnsigned(contents: readonly unknown[]): JsonReply | undefined {
  for (let at = currentTurnStart(contents); at < contents.length; at++) {
    if (roleOf(contents[at]) !== 'model') continue;
    const first = wireList(contents[at], 'parts').find(
      (part) => wireField(part, 'functionCall') !== undefined,
    );
    if (first === undefined || wireField(first, 'thoughtSignature') !== undefined) continue;
    const name = String(wireField(wireField(first, 'functionCall'), 'name'));
    return invalidArgument(
      'Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly, ' +
        'and missing thought_signature may lead to degraded model performance. Additional data, function call ' +
        `\`default_api:${name}\`, position ${at + 1}.`,
    );
  }
  return undefined;
}
