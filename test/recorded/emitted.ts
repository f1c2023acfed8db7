// What the gateway emitted during a replay, for whoever wants to look at its form.

import type { ProtocolName } from './protocols.ts';

export interface Emitted {
  readonly protocol: ProtocolName;
  readonly kind: 'request' | 'answer' | 'error';
  readonly stream: boolean;
  readonly body: string;
  /** The exchange and family that led to it. */
  readonly id: string;
  readonly family: string;
}

export type Emit = (emitted: Emitted) => void;
