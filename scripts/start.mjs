// `npm start`: builds what changed, then runs the gateway (`pollux serve` and whatever arguments follow).

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt } from './compile.mjs';
import { onOrphaned } from './orphaned.mjs';
import { ensureNode, ensurePackages, fail, root } from './toolchain.mjs';

const node = ensureNode();
ensurePackages();
if (!(await ensureBuilt(node))) fail('The gateway does not compile; see above.');

const command = join(root, 'dist', 'cli', 'pollux.js');
const gateway = spawn(node, [command, 'serve', ...process.argv.slice(2)], { stdio: 'inherit' });

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    // A terminal's Ctrl-C reaches the whole foreground group: passing it on would count as a second one.
    if (signal === 'SIGINT' && process.stdin.isTTY) return;
    gateway.kill(signal);
  });
}
if (process.env.npm_lifecycle_event !== undefined) onOrphaned(() => gateway.kill('SIGTERM'));

gateway.on('error', (error) => fail(`The gateway could not be started: ${error.message}`));
gateway.on('exit', (code, signal) => {
  if (signal === null) process.exit(code ?? 1);
  // Die of the same signal, so that whoever started us sees the truth.
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
