// Reads a folder of recordings: one file a family, one exchange a line, and which scenario was recorded in which dialects.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordedExchange } from './exchange.ts';

export interface Recordings {
  /** The exchanges of a family (`gemini.generateContent`, `openai.chat`, …); none when the folder has no such file. */
  family(name: string): readonly RecordedExchange[];
  /** Answers of which nobody recorded what was asked; most are failures. */
  readonly answers: readonly AnswerOnly[];
  /** Scenario → dialect → ids of exchanges. */
  readonly scenarios: ReadonlyMap<string, Readonly<Record<string, readonly string[]>>>;
}

/** An answer by itself; its family ends in `.stream` where it was streamed. */
export type AnswerOnly = Pick<RecordedExchange, 'id' | 'family'> & {
  readonly response: Pick<RecordedExchange['response'], 'stream' | 'body'>;
};

/** Undefined when `folder` is no folder, or holds nothing of Gemini. */
export function readRecordings(folder: string): Recordings | undefined {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return undefined;
  if (!existsSync(join(folder, 'gemini.generateContent.jsonl'))) return undefined;
  const families = new Map<string, readonly RecordedExchange[]>();
  const parallel = join(folder, 'parallel.json');
  const scenarios = existsSync(parallel)
    ? (JSON.parse(readFileSync(parallel, 'utf8')) as Record<string, Record<string, string[]>>)
    : {};
  return {
    answers: readLines(join(folder, 'fixtures.response-only.jsonl')) as readonly AnswerOnly[],
    scenarios: new Map(Object.entries(scenarios)),
    family(name) {
      const known =
        families.get(name) ?? (readLines(join(folder, `${name}.jsonl`)) as readonly RecordedExchange[]);
      families.set(name, known);
      return known;
    },
  };
}

function readLines(file: string): readonly unknown[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);
}
