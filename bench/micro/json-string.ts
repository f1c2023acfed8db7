// Names are short, prompts are long; beside the engine's own search alone.

import { closingQuote } from '../../src/lib/json-string.ts';
import type { Cases } from '../measure-cases.ts';

const name = Buffer.from('"messages": ["a"]');
const sentence = Buffer.from(JSON.stringify('What is written here has no quote in it. '.repeat(50)));
const code = Buffer.from(JSON.stringify('<a href="https://example.org">\n'.repeat(60)));
const image = Buffer.from(JSON.stringify(Buffer.alloc(750_000, 'picture').toString('base64')));

export const cases: Cases = {
  'a name of 8 characters': () => closingQuote(name, 0),
  'indexOf, a name of 8 characters': () => name.indexOf(34, 1),
  'a prompt of 2 KB': () => closingQuote(sentence, 0),
  'indexOf, a prompt of 2 KB': () => sentence.indexOf(34, 1),
  '2 KB with 120 quotes within': () => closingQuote(code, 0),
  'an image of 1 MB': () => closingQuote(image, 0),
};
