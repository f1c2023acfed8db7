// Every body is looked at before it is parsed; beside parsing it.

import { hasBrackets, jsonDepth } from '../../src/lib/json-depth.ts';
import { answerText, chatRequest } from '../conversation.ts';
import type { Cases } from '../measure-cases.ts';

const LIMIT = 200;
const text = chatRequest(1, false);
const bytes = Buffer.from(text);
const turns = Array.from({ length: 60 }, () => ({ role: 'assistant', content: answerText }));
const longText = JSON.stringify({ messages: turns });
const long = Buffer.from(longText);

export const cases: Cases = {
  'few brackets, 1.2 KB': () => hasBrackets(text, LIMIT),
  'depth, 1.2 KB': () => jsonDepth(bytes, LIMIT),
  'JSON.parse, 1.2 KB': () => JSON.parse(text) as unknown,
  'few brackets, 60 KB': () => hasBrackets(longText, LIMIT),
  'depth, 60 KB': () => jsonDepth(long, LIMIT),
  'JSON.parse, 60 KB': () => JSON.parse(longText) as unknown,
};
