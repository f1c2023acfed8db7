// The credentials that the simulated vendors know, and what is wrong with each. Knows nothing of how an error looks.
import type { PersonaName } from './simulated-call.ts';

/** What is wrong with a key; each persona answers with its vendor's own error. */
export type KeyFault =
  | 'active'
  | 'invalid'
  | 'expired'
  | 'leaked'
  | 'suspended'
  | 'service_disabled'
  | 'key_blocked'
  | 'location'
  | 'prepay_depleted'
  | 'project_denied'
  | 'unauthenticated'
  | 'billing_needed';

/** Every {@link KeyFault}, for validation at the edge. */
export const KEY_FAULTS: readonly KeyFault[] = [
  'active',
  'invalid',
  'expired',
  'leaked',
  'suspended',
  'service_disabled',
  'key_blocked',
  'location',
  'prepay_depleted',
  'project_denied',
  'unauthenticated',
  'billing_needed',
];

/** `state` is `active` where nothing is said. */
export interface SimulatedKey {
  readonly key: string;
  /** The project number (Gemini) or organisation that owns the quota. */
  readonly project: string;
  /** Default: told from the key's prefix. */
  readonly provider?: PersonaName | undefined;
  readonly state?: KeyFault | undefined;
}

/** Keys of the simulator's own: five for Gemini in three projects, of both shapes, and two for each other vendor. */
export const DEFAULT_SIMULATED_KEYS: readonly SimulatedKey[] = [
  { key: 'AIzaSySimulated-Castor-0000000000000001', project: '100000000001', provider: 'gemini' },
  { key: 'AIzaSySimulated-Castor-0000000000000002', project: '100000000001', provider: 'gemini' },
  { key: 'AIzaSySimulated-Pollux-0000000000000003', project: '100000000002', provider: 'gemini' },
  {
    key: 'AQ.Simulated-Leda-00000000000000000000000000000000004',
    project: '100000000003',
    provider: 'gemini',
  },
  {
    key: 'AQ.Simulated-Leda-00000000000000000000000000000000005',
    project: '100000000003',
    provider: 'gemini',
  },
  { key: 'sk-proj-simulated-000000000000000000000000000001', project: 'org-simulated-1', provider: 'openai' },
  { key: 'sk-proj-simulated-000000000000000000000000000002', project: 'org-simulated-2', provider: 'openai' },
  {
    key: 'sk-ant-api03-simulated-0000000000000000000000001',
    project: 'org-simulated-a1',
    provider: 'anthropic',
  },
  {
    key: 'sk-ant-api03-simulated-0000000000000000000000002',
    project: 'org-simulated-a2',
    provider: 'anthropic',
  },
];

/** A known key as it stands now. */
export interface KeyStanding {
  readonly project: string;
  readonly state: KeyFault;
}

/** The keys of all vendors; their states may change while requests are answered. */
export interface KeyRing {
  /** The standing of `key` for one vendor; undefined when it knows no such key. */
  find(key: string, persona: PersonaName): KeyStanding | undefined;
  /** Changes a key's state; a key unknown so far becomes known, as a project of its own. */
  setState(key: string, state: KeyFault): void;
  /** Back to the states it was created with. */
  reset(): void;
}

/** Creates a ring. With `acceptAny`, an unknown key is valid everywhere and is its own project. */
export function createKeyRing(keys: readonly SimulatedKey[], acceptAny: boolean): KeyRing {
  interface Held {
    readonly project: string;
    readonly provider: PersonaName | undefined;
    state: KeyFault;
  }
  const held = new Map<string, Held>();

  function load(): void {
    held.clear();
    for (const { key, project, provider, state } of keys) {
      held.set(key, { project, provider: provider ?? vendorOf(key), state: state ?? 'active' });
    }
  }

  load();
  return {
    find(key, persona) {
      const known = held.get(key);
      if (known && (known.provider === undefined || known.provider === persona)) return known;
      return !known && acceptAny ? { project: key, state: 'active' } : undefined;
    },
    setState(key, state) {
      const known = held.get(key);
      if (known) known.state = state;
      else held.set(key, { project: key, provider: undefined, state });
    },
    reset: load,
  };
}

function vendorOf(key: string): PersonaName {
  if (key.startsWith('sk-ant-')) return 'anthropic';
  return key.startsWith('sk-') ? 'openai' : 'gemini';
}
