// `npm start` and `npm run pollux`: builds what changed, then runs the command `pollux` with the arguments that follow.

import { join } from 'node:path';
import { ensureBuilt } from './compile.mjs';
import { runAttached } from './run-attached.mjs';
import { ensureNode, ensurePackages, fail, root } from './toolchain.mjs';

const node = ensureNode();
ensurePackages();
if (!(await ensureBuilt(node))) fail('Pollux does not compile; see above.');
runAttached(node, [join(root, 'dist', 'cli', 'pollux.js'), ...process.argv.slice(2)]);
