// A V8 CPU profile → self time by function and by room of the house or package, and time with callees, within a span of time.

interface Node {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  readonly children?: readonly number[];
}

export interface CpuProfile {
  readonly nodes: readonly Node[];
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
  readonly startTime: number;
}

/** Most first. */
export type Times = readonly (readonly [where: string, micros: number])[];

export interface ProfileTimes {
  readonly self: Times;
  readonly byRoom: Times;
  /** Self and everything called synchronously: what an `await` puts off is not in it. */
  readonly withCallees: Times;
  readonly busyMicros: number;
}

/** Sums the samples between two times (microseconds of the monotonic clock); idle time is left out. */
export function readProfile(profile: CpuProfile, from: number, to: number): ProfileTimes {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const callers = new Map(
    profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])),
  );
  const self = new Map<string, number>();
  const byRoom = new Map<string, number>();
  const withCallees = new Map<string, number>();
  let busyMicros = 0;
  let at = profile.startTime;
  for (const [index, id] of profile.samples.entries()) {
    const micros = profile.timeDeltas[index] ?? 0;
    at += micros;
    const node = nodes.get(id);
    if (node === undefined || at < from || at > to || node.callFrame.functionName === '(idle)') continue;
    add(self, label(node), micros);
    add(byRoom, roomOf(node), micros);
    busyMicros += micros;
    const seen = new Set<string>();
    for (let up: number | undefined = id; up !== undefined; up = callers.get(up)) {
      const caller = nodes.get(up);
      if (caller !== undefined && caller.callFrame.url !== '') seen.add(label(caller));
    }
    for (const name of seen) add(withCallees, name, micros);
  }
  return { self: sort(self), byRoom: sort(byRoom), withCallees: sort(withCallees), busyMicros };
}

function add(sums: Map<string, number>, name: string, micros: number): void {
  sums.set(name, (sums.get(name) ?? 0) + micros);
}

function sort(sums: ReadonlyMap<string, number>): Times {
  return [...sums].sort(([, left], [, right]) => right - left);
}

function label({ callFrame: { functionName, url, lineNumber } }: Node): string {
  const name = functionName === '' ? '(anonymous)' : functionName;
  return url === '' ? name : `${name}  ${shorten(url)}:${lineNumber + 1}`;
}

function shorten(url: string): string {
  return url.replace(/^.*\/(?=(?:src|bench|node_modules)\/)/u, '');
}

/** `src/pool/…` → `src/pool`, `node_modules/undici/…` → `undici`, `node:internal/streams/…` → `node:internal/streams`. */
function roomOf({ callFrame: { functionName, url } }: Node): string {
  if (url === '') return functionName;
  const file = shorten(url);
  const packageName = /^node_modules\/((?:@[^/]+\/)?[^/]+)/u.exec(file)?.[1];
  return packageName ?? file.split('/').slice(0, 2).join('/');
}
