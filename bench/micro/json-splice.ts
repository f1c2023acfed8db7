// Another model's name for a body that is passed on as it came; beside parsing and printing it.

import { spliceString } from '../../src/lib/json-splice.ts';
import { answerText, chatRequest, MODEL } from '../conversation.ts';
import type { Cases } from '../measure-cases.ts';

const short = Buffer.from(chatRequest(1, false));
const turns = Array.from({ length: 60 }, () => ({ role: 'assistant', content: answerText }));
const long = Buffer.from(JSON.stringify({ messages: turns, model: MODEL }));

function printAnew(bytes: Buffer): Buffer {
  return Buffer.from(JSON.stringify({ ...(JSON.parse(bytes.toString()) as object), model: 'another' }));
}

export const cases: Cases = {
  'another name, 1.2 KB': () => spliceString(short, 'model', 'another'),
  'the same name, 1.2 KB': () => spliceString(short, 'model', MODEL),
  'parsed and printed, 1.2 KB': () => printAnew(short),
  'another name, 60 KB': () => spliceString(long, 'model', 'another'),
  'parsed and printed, 60 KB': () => printAnew(long),
};
