// Asks for a secret at the terminal without showing it.

import type { Readable } from 'node:stream';
import { AdminCallError, EXIT } from './admin-client.ts';

/** A terminal: `process.stdin` where it is one. */
export type Terminal = Readable & { setRawMode(raw: boolean): unknown };

/** What is typed up to Enter. Rejects with AdminCallError at Ctrl-C. */
export function readHiddenLine(
  prompt: string,
  input: Terminal,
  print: (text: string) => void,
): Promise<string> {
  print(prompt);
  input.setRawMode(true);
  input.setEncoding('utf8');
  input.resume();
  return new Promise((resolve, reject) => {
    let line = '';
    const finish = (end: () => void): void => {
      input.off('data', take);
      input.setRawMode(false);
      input.pause();
      print('\n');
      end();
    };
    const take = (typed: string): void => {
      for (const character of typed) {
        if (character === '\r' || character === '\n') return finish(() => resolve(line));
        if (character === '\u0003' || character === '\u0004')
          return finish(() => reject(new AdminCallError('Nothing was read.', EXIT.refused)));
        line = character === '\u007f' ? line.slice(0, -1) : line + character;
      }
    };
    input.on('data', take);
  });
}
