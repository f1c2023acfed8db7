// How every scalar setting is read: one parser, one sentence that says what is allowed. Knows no setting by name.

import { z } from 'zod';

/** `parse` gets whatever stands in the file, or the text of a variable, and must not throw. */
export interface SettingRule<Value> {
  /** What may stand here, as the end of "…; allowed: ". */
  readonly allowed: string;
  /** The value, or undefined when the raw one is not allowed. Strings arrive trimmed. */
  readonly parse: (raw: unknown) => Value | undefined;
  /** True when a wrong value may be shown in full if it looks harmless; anything else is masked. */
  readonly plain?: boolean | undefined;
  /** Every word that may stand here, where there are few: a wrong one is answered with the nearest. */
  readonly words?: readonly string[] | undefined;
  /** Unit of the parsed number, where people write it with one. */
  readonly unit?: SettingUnit | undefined;
}

type SettingUnit = 'milliseconds' | 'bytes';

/** A zod field whose only complaint is `rule.allowed`; `params` of the issue say whether the value may be shown, and which words are known. */
export function setting<Value>(rule: SettingRule<Value>): z.ZodType<Value> {
  return z
    .unknown()
    .transform((raw, context): Value => {
      const value = rule.parse(typeof raw === 'string' ? raw.trim() : raw);
      if (value !== undefined) return value;
      context.issues.push({
        code: 'custom',
        message: rule.allowed,
        input: raw,
        params: { plain: rule.plain === true, words: rule.words ?? [] },
      });
      return z.NEVER;
    })
    .meta({ allowed: rule.allowed, unit: rule.unit });
}
