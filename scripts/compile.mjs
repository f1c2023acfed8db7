// dist/ from src/: compiled only when a source file changed, and swapped in whole, so that a failed or interrupted build
// leaves the last good one in place.

import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join, relative } from 'node:path';
import { binOf, readText, root, run, say } from './toolchain.mjs';

const SOURCES = join(root, 'src');
const DIST = join(root, 'dist');
/** Not in dist/, which is packed and published. */
const STAMP = join(root, 'node_modules', '.pollux-build');
const COMMAND = join('cli', 'pollux.js');

/** Brings dist/ up to date. Resolves to false, with the compiler's messages on the terminal, when it cannot be. */
export async function ensureBuilt(node) {
  const files = listFiles(SOURCES).filter((file) => !file.endsWith('.test.ts'));
  const stamp = describe(files);
  if (readText(STAMP) === stamp && existsSync(join(DIST, COMMAND))) return true;

  say('Building dist/ …');
  // Beside dist, not below it: source maps hold paths relative to the output folder.
  const fresh = `${DIST}-${process.pid}`;
  const old = `${fresh}-old`;
  try {
    if ((await run(node, [binOf('typescript', 'tsc'), '-p', 'tsconfig.build.json', '--outDir', fresh])) !== 0)
      return false;
    copyAssets(files, fresh);
    if (existsSync(join(fresh, COMMAND))) chmodSync(join(fresh, COMMAND), 0o755);
    if (existsSync(DIST)) renameSync(DIST, old);
    renameSync(fresh, DIST);
    writeFileSync(STAMP, stamp);
    return true;
  } finally {
    for (const folder of [fresh, old]) rmSync(folder, { recursive: true, force: true });
  }
}

/** Whatever lies in src and is not TypeScript (pages, schemas) is needed at run time as it is. */
function copyAssets(files, target) {
  for (const file of files.filter((name) => !name.endsWith('.ts'))) {
    const copy = join(target, relative(SOURCES, file));
    mkdirSync(dirname(copy), { recursive: true });
    cpSync(file, copy);
  }
}

function listFiles(folder) {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** Changes with every edit, addition, removal and change of the compiler's settings. */
function describe(sources) {
  const settings = ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json'].map((name) =>
    join(root, name),
  );
  const hash = createHash('sha256');
  for (const file of [...sources, ...settings]) {
    const { mtimeMs = 0, size = 0 } = statSync(file, { throwIfNoEntry: false }) ?? {};
    hash.update(`${relative(root, file)}\0${mtimeMs}\0${size}\n`);
  }
  return hash.digest('hex');
}
