// The name of a conversation by its beginning; beside a digest of the same text.

import { hash } from 'node:crypto';
import { PrefixHash } from '../../src/lib/prefix-hash.ts';
import { chatRequest } from '../conversation.ts';
import type { Cases } from '../measure-cases.ts';

const SYSTEM_CHARS = 500;
const TURN_CHARS = 1500;
const text = chatRequest(1, false).repeat(4);

export const cases: Cases = {
  'system prompt and first turn, 2,000 characters': () => {
    const prefix = new PrefixHash();
    prefix.add(text, SYSTEM_CHARS);
    prefix.add(text, TURN_CHARS);
    return prefix.digest();
  },
  'SHA-256 of the same': () =>
    hash('sha256', text.slice(0, SYSTEM_CHARS) + text.slice(0, TURN_CHARS), 'base64'),
};
