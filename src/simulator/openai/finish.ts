// Faults that are a sound answer without content: filtered, cut short, empty.
import type { SimulatedFault } from '../faults.ts';

/** Chat's `finish_reason` for `finish-<reason>`, `blocked-prompt`, `empty`; undefined for other faults. */
export function chatBlankFinish(fault: SimulatedFault | undefined): string | null | undefined {
  const name = fault?.fault ?? '';
  if (name === 'empty') return null;
  if (name.startsWith('blocked-prompt')) return 'content_filter';
  if (!name.startsWith('finish-')) return undefined;
  const reason = name.slice('finish-'.length);
  if (reason === 'MAX_TOKENS') return 'length';
  return /^[A-Z_]+$/u.test(reason) ? 'content_filter' : reason;
}
