#!/usr/bin/env node
// The command `pollux`. Everything it can do is in program.ts, which an older Node cannot even load.

const OLDEST_NODE_MAJOR = 24;
const { node } = process.versions;

if (Number.parseInt(node, 10) < OLDEST_NODE_MAJOR) {
  console.error(
    `Pollux needs Node ${OLDEST_NODE_MAJOR} or later, and this is ${node}. In a clone, npm start and npm run pollux bring their own.`,
  );
  process.exitCode = 1;
} else {
  const { createProgram } = await import('./program.ts');
  await createProgram().parseAsync();
}
