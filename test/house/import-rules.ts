// Which room may import from which: one way, from the small and general to the whole. Rooms of one rank are strangers.

import { posix } from 'node:path';
import type { SourceFile } from './source-files.ts';

/** From the bottom to the top. `compose` holds the parts of `main.ts`, which stands below `cli`, which starts it. */
const RANKS: readonly (readonly string[])[] = [
  ['lib', 'errors'],
  ['canon'],
  ['dialects', 'providers', 'config', 'store', 'shared-state'],
  ['pool', 'clients', 'routing', 'cache', 'ledger', 'telemetry', 'upstream'],
  ['pipeline'],
  ['http', 'admin', 'simulator'],
  ['compose'],
  ['main.ts'],
  ['cli'],
];
/** Sharing code with what it is to be measured against would hide the same mistake on both sides. */
const SIMULATOR_NEVER = new Set(['dialects', 'providers']);

/** Every broken rule in the files, as sentences. */
export function findBrokenImports(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) => importsOf(file).flatMap((target) => judge(file.path, target) ?? []));
}

/** Specifiers of static, re-exporting, side-effect and dynamic imports. */
export function importsOf(file: SourceFile): readonly string[] {
  const pattern = /(?:\bfrom|\bimport|\bimport\s*\()\s*'([^'\n]+)'/gu;
  return [...file.text.matchAll(pattern)].map((match) => match[1] ?? '');
}

function judge(importer: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  if (!/\.(?:ts|json)$/u.test(specifier)) return `${importer} imports ${specifier} without its extension`;
  const target = posix.join(posix.dirname(importer), specifier);
  if (!target.startsWith('src/'))
    return target === 'package.json' ? undefined : `${importer} imports ${target} from outside src`;
  const [from, to] = [roomOf(importer), roomOf(target)];
  if (from === to)
    return strangersWithin(importer, target)
      ? `${importer} imports its sibling dialect ${target}`
      : undefined;
  const [fromRank, toRank] = [rankOf(from), rankOf(to)];
  if (fromRank === -1 || toRank === -1)
    return `${importer} imports ${target}, but ${fromRank === -1 ? from : to} has no rank`;
  if (from === 'simulator' && SIMULATOR_NEVER.has(to))
    return `${importer} imports ${target}, which it is there to test`;
  if (fromRank === toRank) return `${importer} imports ${target}, a room of its own rank`;
  return fromRank < toRank ? `${importer} imports ${target}, a room above it` : undefined;
}

function roomOf(path: string): string {
  return path.split('/')[1] ?? '';
}

function rankOf(room: string): number {
  return RANKS.findIndex((rooms) => rooms.includes(room));
}

/** Dialect folders do not know each other; what lies beside the folders is common to all. */
function strangersWithin(importer: string, target: string): boolean {
  const [from, to] = [importer, target].map((path) => path.split('/').slice(1));
  if (from?.[0] !== 'dialects' || from.length < 3 || to === undefined || to.length < 3) return false;
  return from[1] !== to[1];
}
