// How the gateway is set up before a fault: how many keys, and whether another provider stands behind.

import type { DialectName } from '../../src/canon/dialect-name.ts';
import type { Vendor } from './fault-rows.ts';

export interface Shape {
  readonly name: string;
  /** Providers in the order of the plan; the fault is at the first. */
  readonly vendors: readonly Vendor[];
  readonly keyCount: number;
  /** One key of many is struck by what strikes keys, or all of them. */
  readonly allKeysIll: boolean;
}

export const MODELS: Readonly<Record<Vendor, string>> = {
  openai: 'gpt-4.1',
  anthropic: 'claude-sonnet-4-6',
  gemini: 'gemini-3.8-flash',
};

/** Models of the same vendors whose clocks are long in every world. */
export const CALM_MODELS: Readonly<Record<Vendor, string>> = {
  openai: 'gpt-4o',
  anthropic: 'claude-haiku-4-5-20251001',
  gemini: 'gemini-3.5-flash-lite',
};

/** For each door its own vendor, whose answers are relayed, and a foreign one, whose answers are translated. */
const vendorsOf: Readonly<Record<DialectName, readonly [own: Vendor, foreign: Vendor]>> = {
  'openai-chat': ['openai', 'gemini'],
  'openai-responses': ['openai', 'anthropic'],
  'anthropic-messages': ['anthropic', 'openai'],
  gemini: ['gemini', 'anthropic'],
};

/** Keys enough that two may die twice and most still live. */
const MANY = 8;

/** Every setting a door is tried in. */
export function shapesOf(dialect: DialectName): readonly Shape[] {
  const [own, foreign] = vendorsOf[dialect];
  return [
    { name: `one key of ${own}, relayed`, vendors: [own], keyCount: 1, allKeysIll: true },
    { name: `one key of ${foreign}, translated`, vendors: [foreign], keyCount: 1, allKeysIll: true },
    { name: `many keys of ${own}, one ill`, vendors: [own], keyCount: MANY, allKeysIll: false },
    { name: `many keys of ${foreign}, one ill`, vendors: [foreign], keyCount: MANY, allKeysIll: false },
    { name: `many keys of ${own}, all ill`, vendors: [own], keyCount: MANY, allKeysIll: true },
    {
      name: `many keys of ${own}, then ${foreign}`,
      vendors: [own, foreign],
      keyCount: MANY,
      allKeysIll: true,
    },
    { name: `one key of ${foreign}, then ${own}`, vendors: [foreign, own], keyCount: 1, allKeysIll: true },
  ];
}
