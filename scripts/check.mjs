// `npm run check`: everything that has to hold before a change is taken. All steps run; the failed ones are named last.

import { ensureBuilt } from './compile.mjs';
import { runTests } from './run-tests.mjs';
import { binOf, ensureNode, ensurePackages, run, say } from './toolchain.mjs';

const node = ensureNode();
ensurePackages();

const tool =
  (name, args, command = name) =>
  async () =>
    (await run(node, [binOf(name, command), ...args])) === 0;
const steps = {
  types: tool('typescript', ['-p', 'tsconfig.json'], 'tsc'),
  lint: tool('oxlint', ['--quiet']),
  format: tool('oxfmt', ['--check', '.']),
  'unused code (knip)': tool('knip', []),
  build: () => ensureBuilt(node),
  'package (publint)': tool('publint', ['--strict']),
  tests: async () => {
    const { passed, failed } = await runTests(node);
    return failed === 0 && passed > 0;
  },
};

const failed = [];
for (const [name, step] of Object.entries(steps)) {
  say(`\n— ${name}`);
  if (!(await step())) failed.push(name);
}
say(failed.length === 0 ? '\nAll checks passed.' : `\nFailed: ${failed.join(', ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
