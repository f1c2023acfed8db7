// `npm test`: types, then every test. The last line is `N passed, N failed`; a type error counts as one failure.

import { runTests } from './run-tests.mjs';
import { binOf, ensureNode, ensurePackages, run, say } from './toolchain.mjs';

const node = ensureNode();
ensurePackages();
const typesOk = (await run(node, [binOf('typescript', 'tsc'), '-p', 'tsconfig.json'])) === 0;
if (!typesOk) say('The types do not check; see above. Counted as one failure.');

const result = await runTests(node, process.argv.slice(2));
const failed = result.failed + (typesOk ? 0 : 1);
process.exitCode = failed > 0 || result.passed === 0 ? 1 : 0;
process.stdout.write(`\n${result.passed} passed, ${failed} failed\n`);
