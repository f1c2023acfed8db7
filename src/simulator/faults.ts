// Which fault a request gets: from its model's name, its `x-simulate` header, or the list a test has filled.
// Knows the names of faults, not how a persona acts them out.
import type { OpenCall, PersonaName } from './simulated-call.ts';

/** A fault on demand. Every filter that is given must match. */
export interface SimulatedFault {
  /** e.g. `status-503`, `429-day`, `cut`, `stall`, `finish-SAFETY`. A trailing number sets the fault's parameter: `cut-2`. */
  readonly fault: string;
  /** How many requests get it; without, all of them. */
  readonly times?: number | undefined;
  /** Of the requests that match, each n-th gets it, the first among them: 2 is a provider that flaps. */
  readonly every?: number | undefined;
  /** A model's exact name, or a beginning followed by `*`. */
  readonly model?: string | undefined;
  readonly key?: string | undefined;
  readonly project?: string | undefined;
  readonly persona?: PersonaName | undefined;
  /** The vendor's operation. Without it only requests that generate or embed are hit, so that lists and counts stay sound. */
  readonly operation?: string | undefined;
  /** Only requests whose body holds this text; characters that JSON escapes are never found. */
  readonly when?: string | undefined;
  /** Stream events that still go out before the fault. */
  readonly afterEvents?: number | undefined;
  readonly status?: number | undefined;
  readonly delayMs?: number | undefined;
  /** Set on the faulty answer, e.g. `retry-after`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** One call takes one fault: that of its header, else of its model's name, else the first entry that matches. */
export interface FaultBook {
  add(fault: SimulatedFault): void;
  clear(): void;
  /** The fault for this call, if any; counts down its `times`. */
  take(call: OpenCall, header: string | undefined): SimulatedFault | undefined;
}

const GENERATING = new Set([
  'generateContent',
  'streamGenerateContent',
  'embedContent',
  'batchEmbedContents',
  'chat.completions',
  'responses',
  'embeddings',
  'completions',
  'images.generate',
  'audio.speech',
  'audio.transcriptions',
  'audio.translations',
  'moderations',
  'messages',
]);

const FAULT_IN_MODEL = /^(.*?)-?\bsim-([A-Za-z0-9_-]+)$/u;
const NUMBERED =
  /^(cut|eof|stall|malformed|error-event|error-raw|delay|slow-first-token|error-sse-body)-(\d+)$/u;

/** Splits `gemini-3.8-flash-sim-cut` into model and fault; a name without fault comes back whole. */
export function splitModelName(model: string): { readonly base: string; readonly fault: string | undefined } {
  if (!model.includes('sim-')) return { base: model, fault: undefined };
  const match = FAULT_IN_MODEL.exec(model);
  return match ? { base: match[1] ?? '', fault: match[2] } : { base: model, fault: undefined };
}

/** Reads `cut-3` or `delay-200` as a fault with its parameter. */
function parseFaultName(name: string): SimulatedFault {
  const match = NUMBERED.exec(name);
  if (!match) return { fault: name };
  const fault = match[1] ?? name;
  const value = Number(match[2]);
  if (fault === 'delay' || fault === 'slow-first-token') return { fault, delayMs: value };
  return fault === 'error-sse-body' ? { fault, status: value } : { fault, afterEvents: value };
}

/** Creates an empty book. */
export function createFaultBook(): FaultBook {
  let entries: { readonly fault: SimulatedFault; left: number; seen: number }[] = [];
  return {
    add(fault) {
      entries.push({
        fault: { ...parseFaultName(fault.fault), ...defined(fault) },
        left: fault.times ?? Infinity,
        seen: 0,
      });
    },
    clear() {
      entries = [];
    },
    take(call, header) {
      if (header) return parseFaultName(header);
      // Asking what a model is (GET) is not using it.
      const named =
        call.model === undefined || call.method !== 'POST' ? undefined : splitModelName(call.model).fault;
      if (named !== undefined) return parseFaultName(named);
      for (const entry of entries) {
        if (!matches(entry.fault, call)) continue;
        if (entry.seen++ % (entry.fault.every ?? 1) !== 0) continue;
        entry.left--;
        if (entry.left <= 0) entries = entries.filter(({ left }) => left > 0);
        return entry.fault;
      }
      return undefined;
    },
  };
}

function defined(fault: SimulatedFault): SimulatedFault {
  const numbered = parseFaultName(fault.fault);
  const given = Object.fromEntries(Object.entries(fault).filter(([, value]) => value !== undefined));
  return { ...given, fault: numbered.fault };
}

function matches(fault: SimulatedFault, call: OpenCall): boolean {
  if (fault.operation === undefined ? !GENERATING.has(call.operation) : fault.operation !== call.operation)
    return false;
  if (fault.persona !== undefined && fault.persona !== call.persona) return false;
  if (fault.key !== undefined && fault.key !== call.key) return false;
  if (fault.project !== undefined && fault.project !== call.project) return false;
  if (fault.when !== undefined && call.rawBody?.includes(fault.when) !== true) return false;
  if (fault.model === undefined) return true;
  if (fault.model.endsWith('*')) return call.model?.startsWith(fault.model.slice(0, -1)) === true;
  return fault.model === call.model;
}
