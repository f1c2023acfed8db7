// The benchmarks of single files: `micro/<name>.ts` measures the one file of that name in `src`.

import { readdirSync } from 'node:fs';
import type { Cases } from './measure-cases.ts';

const folder = new URL('micro/', import.meta.url);

/** Their names, without extension. */
export const microNames: readonly string[] = readdirSync(folder)
  .map((file) => file.replace(/\.ts$/u, ''))
  .sort();

/** Builds what the benchmark works on. Rejects when there is none of that name. */
export async function loadCases(name: string): Promise<Cases> {
  const { cases } = (await import(new URL(`${name}.ts`, folder).href)) as { readonly cases: Cases };
  return cases;
}
