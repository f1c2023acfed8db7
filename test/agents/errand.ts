// What the agents are sent to do, and the script by which the simulated model leads each of them through it with the
// tools that it brings.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Script } from '../../src/simulator/script.ts';

export const FILE = 'notes.txt';
const BEFORE = 'title: notes\ngreeting: helo world\nfarewell: bye\n';
export const AFTER = BEFORE.replace('helo', 'hello');
export const ASK = `Correct the spelling of the greeting in ${FILE}.`;
export const LAST_WORDS = 'The greeting is spelled correctly now.';

/** Lays the file out and writes the script for this folder. */
export function layErrand(workspace: string): Script {
  const file_path = join(workspace, FILE);
  writeFileSync(file_path, BEFORE);
  const patch = `*** Begin Patch\n*** Update File: ${FILE}\n@@\n-greeting: helo world\n+greeting: hello world\n*** End Patch\n`;
  const edit = { file_path, old_string: 'helo', new_string: 'hello' };
  const read = `cat ${FILE}`;
  return {
    when: ASK,
    turns: [
      {
        call: [
          { tool: '^Read$', args: { file_path } },
          { tool: '^read_file$', args: { file_path } },
          { tool: '^exec_command$', args: { cmd: read } },
          { tool: 'exec$', args: { input: `text(await tools.exec_command({ cmd: '${read}' }));` } },
        ],
      },
      {
        call: [
          { tool: '^Edit$', args: edit },
          { tool: '^replace$', args: { ...edit, instruction: 'Correct the spelling of the greeting.' } },
          { tool: '^apply_patch$', args: { input: patch } },
          { tool: '^exec_command$', args: { cmd: `sed -i s/helo/hello/ ${FILE}` } },
          { tool: 'exec$', args: { input: `text(await tools.apply_patch(${JSON.stringify(patch)}));` } },
        ],
      },
      { say: LAST_WORDS },
    ],
  };
}
