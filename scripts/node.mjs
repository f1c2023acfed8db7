// `npm run node -- <file>`: runs a source file of this repository, whatever Node there is in PATH.

import { runAttached } from './run-attached.mjs';
import { ensureNode, ensurePackages } from './toolchain.mjs';

const node = ensureNode();
ensurePackages();
runAttached(node, process.argv.slice(2));
