// Reasoning that only OpenAI can read: opaque to clients, and good for the organization alone that it was made for.
// https://platform.openai.com/docs/guides/reasoning#encrypted-reasoning-items
import { asObject, asString } from '../../lib/json.ts';
import type { JsonReply } from '../reply.ts';
import { invalidRequest } from './errors.ts';

/** What a reasoning item carries. */
export function encryptReasoning(thoughts: string, project: string): string {
  return Buffer.from(`${beginning(project)}${thoughts}`).toString('base64');
}

/** The 400 for reasoning that somebody else has made. */
export function checkReasoning(items: readonly unknown[], project: string): JsonReply | undefined {
  for (const item of items) {
    const given = asObject(item);
    const sealed = given?.['type'] === 'reasoning' ? asString(given['encrypted_content']) : undefined;
    if (sealed === undefined) continue;
    if (Buffer.from(sealed, 'base64').toString('utf8').startsWith(beginning(project))) continue;
    return invalidRequest(
      `The encrypted content ${sealed.slice(0, 4)}...${sealed.slice(-4)} could not be verified. Reason: Encrypted content ` +
        'could not be decrypted or parsed.',
      null,
      'invalid_encrypted_content',
    );
  }
  return undefined;
}

function beginning(project: string): string {
  return `sealed for ${project}\n`;
}
