// Takes secrets out of text: those that we hold, and whatever has the shape of one. Knows nothing of where text comes from.

import { maskSecret, type Secret } from '../lib/secret.ts';

/** Shared by all that writes text outwards; what was added once stays known until the process ends. */
export interface Redactor {
  /** From now on this secret is replaced by its mask wherever it stands. */
  add(secret: Secret | string): void;
  /** The text with every secret masked. Linear in the text, whatever the number of secrets. */
  redact(text: string): string;
}

/** Shorter secrets would be found inside ordinary words. */
const SHORTEST_SECRET = 6;
const PREFIX_LENGTH = 4;
const TABLE_SIZE = 65_536;
/** With more forms than these the pattern is slower than the table. */
const MOST_ALTERNATIVES = 400;

/** Secrets that begin alike, with their masks: thousands may, and have few lengths among them. */
interface Candidates {
  readonly masks: Map<string, string>;
  /** Longest first: of two where one contains the other, the longer one must be found. */
  readonly lengths: number[];
}

/** Creates a redactor that knows no secret yet, only shapes. */
export function createRedactor(): Redactor {
  const byPrefix = new Map<string, Candidates>();
  /** Marks the hashes of known prefixes, so that almost every position of a text costs one table look. */
  const marked = new Uint8Array(TABLE_SIZE);

  /** All known forms as one pattern, which the engine looks for faster than any loop of ours; undefined: made anew at need. */
  let pattern: RegExp | undefined;
  let forms = 0;

  function mayHold(text: string): boolean {
    if (forms > MOST_ALTERNATIVES) return true;
    pattern ??= new RegExp(
      [...byPrefix.values()]
        .flatMap(({ masks }) => [...masks.keys()])
        .map((secret) => RegExp.escape(secret))
        .join('|'),
      'u',
    );
    return pattern.test(text);
  }

  function addForm(secret: string, mask: string): void {
    const prefix = secret.slice(0, PREFIX_LENGTH);
    const candidates: Candidates = byPrefix.get(prefix) ?? { masks: new Map(), lengths: [] };
    const { masks, lengths } = candidates;
    if (masks.has(secret)) return;
    masks.set(secret, mask);
    if (!lengths.includes(secret.length)) {
      lengths.push(secret.length);
      lengths.sort((one, other) => other - one);
    }
    byPrefix.set(prefix, candidates);
    marked[hashAt(secret, 0)] = 1;
    forms += 1;
    pattern = undefined;
  }

  function redactKnown(text: string): string {
    let clean = '';
    let copied = 0;
    for (let at = 0; at <= text.length - SHORTEST_SECRET; at++) {
      if (marked[hashAt(text, at)] === 0) continue;
      const candidates = byPrefix.get(text.slice(at, at + PREFIX_LENGTH));
      const length = candidates?.lengths.find((one) => candidates.masks.has(text.slice(at, at + one)));
      if (candidates === undefined || length === undefined) continue;
      clean += text.slice(copied, at) + (candidates.masks.get(text.slice(at, at + length)) ?? '');
      copied = at + length;
      at = copied - 1;
    }
    return copied === 0 ? text : clean + text.slice(copied);
  }

  return {
    add(secret) {
      const plain = typeof secret === 'string' ? secret : secret.reveal();
      if (plain.length < SHORTEST_SECRET) return;
      // The mask goes into JSON text: a quote or half an escape in it would break the line.
      const mask = maskSecret(plain).replaceAll(/["\\]/gu, '?');
      const quoted = inJson(plain);
      // Twice: a message that quotes it stands in JSON itself.
      for (const form of new Set([plain, quoted, inJson(quoted), encodeURIComponent(plain)]))
        addForm(form, mask);
    },
    redact: (text) => redactShapes(byPrefix.size === 0 || !mayHold(text) ? text : redactKnown(text)),
  };
}

/** As it stands within a JSON string. */
function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function hashAt(text: string, at: number): number {
  const high = (text.charCodeAt(at) << 12) ^ (text.charCodeAt(at + 1) << 8);
  return (high ^ (text.charCodeAt(at + 2) << 4) ^ text.charCodeAt(at + 3)) & (TABLE_SIZE - 1);
}

interface Shape {
  /** Cheap sign that the pattern may match at all. Rare characters are found fastest: they are asked for first. */
  readonly mayOccur: (text: string) => boolean;
  /** Group 1 stays, group 2 is masked. No nested repetition: matching is linear. */
  readonly pattern: RegExp;
}

const SHAPES: readonly Shape[] = [
  {
    // Google keys, both generations: https://ai.google.dev/gemini-api/docs/api-key
    mayOccur: (text) => text.includes('AIza') || text.includes('AQ.'),
    pattern: /()(AIza[\w-]{16,}|(?<!\w)AQ\.[\w-]{16,}(?:\.[\w-]+)*)/gu,
  },
  {
    mayOccur: (text) => text.includes('sk-') || text.includes('gsk_') || text.includes('xai-'),
    pattern: /()((?<![A-Za-z0-9])(?:sk-|gsk_|xai-)[\w-]{16,})/gu,
  },
  {
    mayOccur: (text) => text.includes(' ') && (text.includes('earer ') || text.includes('EARER ')),
    pattern: /(\bbearer {1,8})([\w.~+/=-]{16,})/giu,
  },
  {
    mayOccur: (text) => text.includes('=') && (text.includes('key=') || text.includes('token=')),
    pattern: /([?&](?:key|api_?key|access_token)=)([^&\s"'<>\\]+)/giu,
  },
];

/** A mask is left as it is: masking it again would take away what it may show. */
const MASK = /^[!-~]{1,6}\.{3}[!-~]{0,4}$/u;

function redactShapes(text: string): string {
  let clean = text;
  for (const { mayOccur, pattern } of SHAPES) {
    if (!mayOccur(clean)) continue;
    clean = clean.replace(pattern, (_match, before: string, secret: string) =>
      MASK.test(secret) ? before + secret : before + maskSecret(secret),
    );
  }
  return clean;
}
