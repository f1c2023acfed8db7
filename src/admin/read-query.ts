// The parameters of a query, each given once at most and checked.

import { GatewayError } from '../errors/gateway-error.ts';
import { asObject } from '../lib/json.ts';

/** Every method gives undefined for a parameter that is absent or empty. */
export interface QueryReader {
  /** Undefined when it is absent or empty. */
  text(name: string): string | undefined;
  /** A whole number from 1 to `most`. */
  whole(name: string, most: number): number | undefined;
  oneOf<Word extends string>(name: string, words: readonly Word[]): Word | undefined;
}

/** Reads a parsed query. All methods throw GatewayError `invalid_request` that names the parameter. */
export function readQuery(query: unknown): QueryReader {
  const values = asObject(query) ?? {};
  function text(name: string): string | undefined {
    const value = values[name];
    if (value === undefined || value === '') return undefined;
    if (typeof value !== 'string') throw mistake(name, 'may be given once');
    return value;
  }
  return {
    text,
    whole(name, most) {
      const given = text(name);
      if (given === undefined) return undefined;
      const value = Number(given);
      if (!/^\d{1,16}$/u.test(given) || value < 1 || value > most)
        throw mistake(name, `must be a whole number from 1 to ${most}`);
      return value;
    },
    oneOf(name, words) {
      const given = text(name);
      if (given === undefined) return undefined;
      const known = words.find((word) => word === given);
      if (known === undefined) throw mistake(name, `must be one of ${words.join(', ')}`);
      return known;
    },
  };
}

function mistake(param: string, what: string): GatewayError {
  return new GatewayError('invalid_request', `${param} ${what}.`, { param });
}
