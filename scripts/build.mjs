// `npm run build`: dist/, ready to be packed.

import { ensureBuilt } from './compile.mjs';
import { ensureNode, ensurePackages } from './toolchain.mjs';

const node = ensureNode();
ensurePackages();
process.exitCode = (await ensureBuilt(node)) ? 0 : 1;
