// Which Node runs this project, and are its packages there. Plain JavaScript for Node 20 and later, no packages:
// this is what brings the packages. Knows nothing of what is then run.

import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const root = realpathSync(fileURLToPath(new URL('..', import.meta.url)));

/** Node that is fetched from npm when the one at hand is older than `engines` asks. */
const PINNED_NODE = '26.10.0';
const OLDEST_NODE_MAJOR = 24;

/** Says something to the person at the terminal without touching standard output. */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** Stops with a sentence instead of a stack. */
export function fail(text) {
  say(text);
  process.exit(1);
}

/** Path of a Node that can run the project: this one, or the pinned one, installed on first need. */
export function ensureNode() {
  if (Number(process.versions.node.split('.')[0]) >= OLDEST_NODE_MAJOR) return process.execPath;
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const folder = join(root, '.toolchain');
  const home = join(folder, 'node_modules', name);
  const binary = join(home, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(binary) && readJson(join(home, 'package.json'))?.version === PINNED_NODE) return binary;

  say(
    `Node ${process.versions.node} is older than ${OLDEST_NODE_MAJOR}: fetching Node ${PINNED_NODE} into .toolchain …`,
  );
  const args = [
    'install',
    '--prefix',
    folder,
    '--no-save',
    '--no-package-lock',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  if (npm([...args, `${name}@${PINNED_NODE}`]) !== 0 || !existsSync(binary)) {
    fail(
      `Node ${PINNED_NODE} could not be installed from npm (${name}). Install Node ${OLDEST_NODE_MAJOR} or later and try again.`,
    );
  }
  return binary;
}

/** Installs the npm packages when they are missing or not those of package.json and package-lock.json. */
export function ensurePackages() {
  const stamp = join(root, 'node_modules', '.pollux-install');
  const wanted = fingerprint(['package.json', 'package-lock.json']);
  if (readText(stamp) === wanted || installedAfterLastChange()) return;

  say('Installing npm packages …');
  // `--include=dev`: TypeScript is among them, and NODE_ENV=production would leave it out.
  const status = npm([
    'install',
    '--include=dev',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
    '--loglevel=error',
  ]);
  if (status === 0) {
    writeFileSync(stamp, fingerprint(['package.json', 'package-lock.json']));
    return;
  }
  const missing = missingPackages();
  if (missing.length > 0) fail(`npm install failed, and these packages are missing: ${missing.join(', ')}.`);
  say('npm install failed; every package is here, so going on without it.');
}

/** Path of a package's own script, to be run by the project's Node whatever `node` is first in PATH. */
export function binOf(packageName, command = packageName) {
  const folder = join(root, 'node_modules', packageName);
  const { bin } =
    readJson(join(folder, 'package.json')) ?? fail(`The package ${packageName} is missing. Run npm install.`);
  return join(folder, typeof bin === 'string' ? bin : bin[command]);
}

/** Environment in which `node` means the project's Node. */
export function environmentFor(node) {
  return { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` };
}

/** Runs a script with `node` to its end; resolves to its exit code. After `limitMs` it is killed and counts as 124. */
export function run(node, args, limitMs = 0) {
  return new Promise((resolve) => {
    const child = spawn(node, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: environmentFor(node),
    });
    let late = false;
    const timer = limitMs > 0 ? setTimeout(() => ((late = true), child.kill('SIGKILL')), limitMs) : undefined;
    child.on('error', (error) => (say(error.message), resolve(1)));
    child.on('exit', (code) => {
      clearTimeout(timer);
      resolve(late ? 124 : (code ?? 1));
    });
  });
}

/** The parsed file; undefined when it is missing or broken. */
export function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** The file's text; undefined when it is missing. */
export function readText(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** Runs the npm that started us, else the one in PATH. npm's chatter goes to standard error. */
function npm(args) {
  const cli = process.env.npm_execpath;
  const own = cli !== undefined && cli.endsWith('npm-cli.js') && existsSync(cli);
  const options = { cwd: root, stdio: ['ignore', 2, 2] };
  const result = own
    ? spawnSync(process.execPath, [cli, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  return result.status ?? 1;
}

/** Somebody ran `npm install` or `npm ci` by hand since the manifests changed. */
function installedAfterLastChange() {
  const installed = modifiedMs('node_modules/.package-lock.json');
  return (
    installed > 0 && installed > modifiedMs('package.json') && installed > modifiedMs('package-lock.json')
  );
}

function modifiedMs(file) {
  return statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function missingPackages() {
  const { dependencies = {}, devDependencies = {} } = readJson(join(root, 'package.json')) ?? {};
  return Object.entries({ ...dependencies, ...devDependencies })
    .filter(
      ([name, version]) => readJson(join(root, 'node_modules', name, 'package.json'))?.version !== version,
    )
    .map(([name, version]) => `${name}@${version}`);
}

function fingerprint(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readText(join(root, file)) ?? '').update('\0');
  return hash.digest('hex');
}
