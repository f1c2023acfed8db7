// What goes wrong with a stream, and what must come of it: the oracle knows the stream as it was meant.

import type { Random } from '../../src/lib/random.ts';
import { errorEvents } from './error-events.ts';
import { frameArray, frameEvents, type Framed } from './frame-stream.ts';
import { pick, type CallerName, type Plan, type ProviderName } from './plan.ts';
import { confirmedAt, type WireEvent } from './wire-event.ts';

export const faultNames = [
  'none',
  'missing-done',
  'garbage-after-end',
  'cut',
  'stall',
  'eof',
  'no-finish',
  'malformed',
  'broken-utf8',
  'duplicate',
  'reorder',
  'lost',
  'error-event',
  'error-bare',
  'error-body',
  'empty',
] as const;
export type FaultName = (typeof faultNames)[number];

export interface BrokenStream {
  readonly bytes: Buffer;
  /** How the provider's connection ends. */
  readonly ending: 'eof' | 'reset' | 'stall';
  /** What the caller must see: a whole answer, an error, or either of them. */
  readonly must: 'well' | 'fail' | 'either';
  /** What a whole answer may consist of. */
  readonly sound: readonly (readonly WireEvent[])[];
  /** The provider itself broke the grammar: what a relay passes on need not keep it. */
  readonly disorderly: boolean;
}

interface Scene {
  readonly random: Random;
  readonly provider: ProviderName;
  readonly plan: Plan;
  readonly events: readonly WireEvent[];
  /** Index of the event that completes the answer. */
  readonly confirmed: number;
  readonly array: boolean;
  frame(events: readonly WireEvent[]): Framed;
}

/** Whether the fault can happen to this stream. */
export function canBreak(fault: FaultName, provider: ProviderName, array: boolean): boolean {
  if (fault === 'missing-done') return provider === 'chat';
  return fault !== 'error-bare' || !array;
}

export function breakStream(
  fault: FaultName,
  events: readonly WireEvent[],
  plan: Plan,
  provider: ProviderName,
  caller: CallerName,
  random: Random,
): BrokenStream {
  const array = caller === 'gemini-array' && provider === 'gemini';
  const frame = (all: readonly WireEvent[]): Framed => (array ? frameArray(all) : frameEvents(all, random));
  const confirmed = confirmedAt(events, plan.candidates.length);
  const broken = faults[fault]({ random, provider, plan, events, confirmed, array, frame });
  return { ending: 'eof', must: 'fail', sound: [events], disorderly: false, ...broken };
}

type Broken = Partial<BrokenStream> & { readonly bytes: Buffer };

const faults: Readonly<Record<FaultName, (scene: Scene) => Broken>> = {
  none: ({ events, frame }) => ({ bytes: frame(events).bytes, must: 'well' }),
  'missing-done': ({ events, frame }) => ({
    bytes: frame(events.filter(({ terminal }) => terminal !== true)).bytes,
    must: 'well',
  }),
  'garbage-after-end': garbageAfterEnd,
  cut: (scene) => cutAt(scene, 'reset'),
  stall: (scene) => cutAt(scene, 'stall'),
  eof: (scene) => cutAt(scene, 'eof'),
  'no-finish': withoutFinish,
  malformed: (scene) => corrupt(scene, garble),
  'broken-utf8': (scene) => corrupt(scene, breakUtf8),
  duplicate: ({ events, frame, random }) => {
    const at = Math.floor(random() * events.length);
    const changed = events.toSpliced(at, 0, ...events.slice(at, at + 1));
    return disorder(changed, events, frame);
  },
  reorder: ({ events, frame, random }) => {
    const at = Math.floor(random() * (events.length - 1));
    const [first, second] = events.slice(at, at + 2);
    if (first === undefined || second === undefined) return disorder(events, events, frame);
    return disorder(events.toSpliced(at, 2, second, first), events, frame);
  },
  lost: ({ events, frame, random, plan }) => {
    const changed = events.toSpliced(Math.floor(random() * events.length), 1);
    const open = confirmedAt(changed, plan.candidates.length) === -1 && !endsInWholeCalls(plan, changed);
    return { ...disorder(changed, events, frame), must: open ? 'fail' : 'either' };
  },
  'error-event': (scene) => failWith(scene, 'event'),
  'error-bare': (scene) => failWith(scene, 'bare'),
  'error-body': ({ provider, random }) => {
    const { bare } = errorEvents(provider);
    return { bytes: Buffer.from(pick(random, bare)) };
  },
  empty({ random, array, provider }) {
    const nothing = array ? ['', '[', '[]', '\n'] : ['', '\n\n', ': hello\n\n'];
    if (provider === 'chat') nothing.push('data: [DONE]\n\n');
    return { bytes: Buffer.from(pick(random, nothing)) };
  },
};

function cutAt({ random, events, confirmed, frame, array }: Scene, ending: BrokenStream['ending']): Broken {
  const { bytes, places } = frame(events);
  // Within an array the closing bracket is the end.
  const whole = array ? bytes.length : (places[confirmed]?.whole ?? bytes.length);
  const seen = array ? bytes.length : (places[confirmed]?.end ?? bytes.length);
  const at = Math.floor(random() * (bytes.length + 1));
  return { bytes: bytes.subarray(0, at), ending, must: at < whole ? 'fail' : at <= seen ? 'either' : 'well' };
}

/** The provider closes its stream in good order, but nothing of it says why the answer ended. */
function withoutFinish({ events, frame, random, plan, confirmed }: Scene): Broken {
  const told = events.filter(({ ends }) => ends.length === 0);
  const kept = random() < 0.5 ? told : events.slice(0, confirmed).filter(({ ends }) => ends.length === 0);
  return { bytes: frame(kept).bytes, must: endsInWholeCalls(plan, kept) ? 'either' : 'fail' };
}

/** Some services end calls without a reason: with usage and `[DONE]` that is an end. */
function endsInWholeCalls(plan: Plan, events: readonly WireEvent[]): boolean {
  if (!plan.usage || events.every(({ data }) => data !== '[DONE]')) return false;
  return plan.candidates.every(
    ({ parts }, index) =>
      parts.some(({ kind }) => kind === 'call') || events.some(({ ends }) => ends.includes(index)),
  );
}

function disorder(changed: readonly WireEvent[], meant: readonly WireEvent[], frame: Scene['frame']): Broken {
  return { bytes: frame(changed).bytes, must: 'either', sound: [meant, changed], disorderly: true };
}

function corrupt(scene: Scene, damage: (data: Buffer, random: Random) => Buffer | undefined): Broken {
  const { random, events, confirmed, frame } = scene;
  const { bytes, places } = frame(events);
  const first = Math.floor(random() * events.length);
  for (let step = 0; step < events.length; step++) {
    const at = (first + step) % events.length;
    const place = places[at];
    const event = events[at];
    if (place === undefined || event?.data?.startsWith('{') !== true) continue;
    const damaged = damage(bytes.subarray(place.start, place.whole), random);
    if (damaged === undefined) continue;
    const whole = Buffer.concat([bytes.subarray(0, place.start), damaged, bytes.subarray(place.whole)]);
    if (scene.array) return { bytes: whole };
    // A ping says nothing, and what is broken behind the confirmed end harms nobody.
    const must = at > confirmed ? 'well' : event.name === 'ping' ? 'either' : 'fail';
    return { bytes: whole, must };
  }
  return { bytes, must: 'well' };
}

function garble(data: Buffer, random: Random): Buffer | undefined {
  for (let attempt = 0; attempt < 10; attempt++) {
    const at = 1 + Math.floor(random() * (data.length - 1));
    const manner = random();
    const rest = manner < 0.5 ? Buffer.alloc(0) : data.subarray(at + 1);
    const between = manner < 0.75 ? '' : '\\x';
    const damaged = Buffer.concat([data.subarray(0, at), Buffer.from(between), rest]);
    if (!isJson(damaged)) return damaged;
  }
  return undefined;
}

function breakUtf8(data: Buffer, random: Random): Buffer | undefined {
  const wide = [...data.keys()].filter((at) => (data[at] ?? 0) >= 0x80);
  if (wide.length === 0) return undefined;
  const damaged = Buffer.from(data);
  damaged[pick(random, wide)] = random() < 0.5 ? 0xff : 0x41;
  return damaged;
}

function isJson(data: Buffer): boolean {
  try {
    JSON.parse(data.toString());
    return true;
  } catch {
    return false;
  }
}

function failWith(
  { random, events, provider, confirmed, frame, array }: Scene,
  form: 'event' | 'bare',
): Broken {
  const { named, bare } = errorEvents(provider);
  const at = Math.floor(random() * (events.length + 1));
  // Most vendors close after it; one that goes on must not be believed.
  const rest = random() < 0.7 ? [] : events.slice(at);
  const error: WireEvent =
    form === 'event'
      ? pick(random, named)
      : {
          comment: `${random() < 0.5 ? '\n' : ''}${pick(random, bare)}${rest.length > 0 ? '\n' : pick(random, ['', '\n', '\n\n'])}`,
          says: [],
          ends: [],
        };
  const early = at <= confirmed || array;
  const gluedRest =
    form === 'bare' && rest.length > 0 ? [{ comment: '\n\n', says: [], ends: [] }, ...rest] : rest;
  return {
    bytes: frame([...events.slice(0, at), error, ...gluedRest]).bytes,
    must: early ? 'fail' : 'either',
  };
}

function garbageAfterEnd({ random, events, provider, frame, array }: Scene): Broken {
  const { bytes } = frame(events);
  const noise = ['xyz\n\n', '{"trunc', 'data: {"tru', '\n\n\n', ': bye\n\n'];
  // Google's streams have no end but that of the connection: what follows there still belongs to them.
  const more =
    provider === 'gemini' || array ? [] : [frameEvents(events.slice(1, 4), random).bytes.toString()];
  return { bytes: Buffer.concat([bytes, Buffer.from(pick(random, [...noise, ...more]))]), must: 'well' };
}
