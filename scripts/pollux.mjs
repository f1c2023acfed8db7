// `npm start` and `npm run pollux`: builds what changed, then runs the command `pollux` with the arguments that follow.

import { join } from 'node:path';
import { ensureBuilt } from './compile.mjs';
import { runAttached } from './run-attached.mjs';
import { ensureNode, ensurePackages, fail, root } from './toolchain.mjs';

refuseKeptOptions();
const node = ensureNode();
ensurePackages();
if (!(await ensureBuilt(node))) fail('Pollux does not compile; see above.');
runAttached(node, [join(root, 'dist', 'cli', 'pollux.js'), ...process.argv.slice(2)]);

/** What stands before `--`, npm takes for its own and puts into the environment; without it, real keys may be spent. */
function refuseKeptOptions() {
  const kept = ['simulate', 'port', 'host', 'config', 'data-dir', 'log-level', 'log-format']
    .filter((name) => process.env[`npm_config_${name.replaceAll('-', '_')}`] !== undefined)
    .map((name) => `--${name}`)
    .join(' ');
  if (kept !== '')
    fail(`npm keeps ${kept} to itself: options of Pollux go after --, as in npm start -- ${kept}`);
}
