// How many values of each schema were checked and valid, and what was wrong with the others.

import type { ErrorObject } from 'ajv/dist/2020.js';
import { EXCEPTIONS } from './allowances.ts';
import type { SpecValue } from './emitted-values.ts';
import { shapeOf } from './shape-of.ts';
import type { SpecSet } from './spec-set.ts';

export interface Count {
  checked: number;
  valid: number;
  /** Invalid for a reason that is none of the gateway's mistakes. */
  excepted: number;
}

export interface Tally {
  /** `source` is told beside a mistake. */
  add(value: SpecValue, source: string): void;
  /** By vendor and schema. */
  readonly counts: ReadonlyMap<string, Count>;
  /** Sentence about a mistake → where it was made. */
  readonly mistakes: ReadonlyMap<string, readonly string[]>;
  /** Reason of an exception → where it was made. */
  readonly exceptions: ReadonlyMap<string, readonly string[]>;
}

/** Creates an empty one. */
export function createTally(specs: SpecSet): Tally {
  const counts = new Map<string, Count>();
  const mistakes = new Map<string, string[]>();
  const exceptions = new Map<string, string[]>();
  const known = new Map<string, readonly string[]>();

  function judge({ vendor, schema, value }: SpecValue): readonly string[] {
    const shape = `${vendor} ${schema} ${shapeOf(value)}`;
    const wrong = known.get(shape) ?? describe(specs.check(vendor, schema, value));
    known.set(shape, wrong);
    return wrong;
  }

  return {
    counts,
    mistakes,
    exceptions,
    add(value, source) {
      const key = `${value.vendor} ${value.schema}`;
      const count = counts.get(key) ?? { checked: 0, valid: 0, excepted: 0 };
      counts.set(key, count);
      count.checked += 1;
      const wrong = judge(value);
      if (wrong.length === 0) {
        count.valid += 1;
        return;
      }
      const told = wrong.map((sentence) => `${key}: ${sentence}`);
      const reasons = told.map((sentence) => EXCEPTIONS.find(({ about }) => about.test(sentence))?.reason);
      if (reasons.every((reason) => reason !== undefined)) {
        count.excepted += 1;
        for (const reason of new Set(reasons)) note(exceptions, reason, source);
      } else for (const sentence of told) note(mistakes, sentence, source);
    },
  };
}

function note(places: Map<string, string[]>, what: string, source: string): void {
  const known = places.get(what) ?? [];
  places.set(what, known);
  known.push(source);
}

const TOLD = 2;

/** The deepest mistakes: within a union those are of the member that was meant. */
function describe(errors: readonly ErrorObject[]): readonly string[] {
  const depth = ({ instancePath }: ErrorObject): number => instancePath.split('/').length;
  const telling = errors.filter(({ keyword }) => keyword !== 'anyOf');
  const deepest = Math.max(...telling.map(depth));
  const sentences = telling
    .filter((error) => depth(error) === deepest)
    .map(({ instancePath, message, params }) => {
      const place = instancePath.replaceAll(/\/\d+/gu, '/n') || 'the whole';
      return `${place} ${message ?? ''} ${JSON.stringify(params)}`;
    });
  return [...new Set(sentences)].slice(0, TOLD);
}
