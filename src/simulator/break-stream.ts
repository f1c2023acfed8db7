// Which pieces of a stream still go out under a fault, and how the stream ends.
import type { SimulatedFault } from './faults.ts';
import type { StreamPiece, StreamReply } from './reply.ts';

/**
 * At the end, `destroy` breaks the connection, `stall` leaves it open in silence, `clean` closes the body as it
 * should be.
 */
export interface BrokenPlan {
  readonly pieces: readonly StreamPiece[];
  readonly end: 'clean' | 'destroy' | 'stall';
}

/** Without a stream fault, everything and a clean end. `afterEvents` defaults to the middle of the stream. */
export function breakPieces(reply: StreamReply, fault: SimulatedFault | undefined): BrokenPlan {
  const { broken, pieces } = reply;
  const clean: BrokenPlan = { pieces, end: 'clean' };
  if (!fault) return clean;
  // Never after the terminal: a stream cut behind its end is not broken.
  const contents = pieces.findIndex(({ role }) => role !== 'content');
  const most = contents === -1 ? pieces.length : contents;
  const at = Math.min(fault.afterEvents ?? Math.ceil(most / 2), most);
  const before = pieces.slice(0, at);
  const insert = (text: string): readonly StreamPiece[] => [...before, { text, role: 'content' }];
  switch (fault.fault) {
    case 'cut':
      return { pieces: before, end: 'destroy' };
    case 'stall':
      return { pieces: before, end: 'stall' };
    case 'eof': {
      const kept = fault.afterEvents === undefined ? pieces.filter(({ role }) => role !== 'end') : before;
      return { pieces: kept, end: 'clean' };
    }
    case 'malformed':
      return { pieces: [...insert(broken.malformed()), ...pieces.slice(at)], end: 'clean' };
    case 'malformed-all':
      return { pieces: pieces.map(({ role }) => ({ text: broken.malformed(), role })), end: 'clean' };
    case 'error-event':
      return { pieces: insert(broken.errorEvent()), end: 'clean' };
    case 'error-raw':
      return { pieces: insert(broken.rawError()), end: 'clean' };
    case 'truncated-json':
      return { pieces: truncateLast(pieces), end: 'clean' };
    default:
      return clean;
  }
}

function truncateLast(pieces: readonly StreamPiece[]): readonly StreamPiece[] {
  const last = pieces.findLastIndex(({ role }) => role !== 'close');
  const piece = pieces[last];
  if (!piece) return pieces;
  return [
    ...pieces.slice(0, last),
    { text: piece.text.slice(0, Math.ceil(piece.text.length / 2)), role: 'end' },
  ];
}
