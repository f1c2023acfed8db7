// Makes a parsed configuration immutable in the types. Secrets stay what they are.

import type { Secret } from '../lib/secret.ts';

/** At any depth. A `Secret` is passed over: mapped, it would lose its private field and be none any more. */
export type DeepReadonly<Value> = Value extends Secret
  ? Value
  : Value extends readonly (infer Item)[]
    ? readonly DeepReadonly<Item>[]
    : Value extends object
      ? { readonly [Name in keyof Value]: DeepReadonly<Value[Name]> }
      : Value;
