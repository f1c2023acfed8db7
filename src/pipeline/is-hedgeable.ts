// Whether a question may be asked twice at once: never one that makes somebody else change something.

import { asArray, asObject } from '../lib/json.ts';
import type { Conversation } from './conversation.ts';

/** Fields whose presence means that the provider, or a server that it calls, keeps or changes state. */
const STATEFUL = ['mcp_servers', 'conversation', 'container', 'previous_response_id'] as const;

/** False for requests that change state at the provider's or beyond: remote tools, conversations that it keeps. */
export function isHedgeable({ json, relay }: Conversation): boolean {
  if (STATEFUL.some((field) => json[field] !== undefined && json[field] !== null)) return false;
  if (json['background'] === true || (relay !== undefined && json['store'] === true)) return false;
  return !asArray(json['tools']).some((tool) => asObject(tool)?.['type'] === 'mcp');
}
