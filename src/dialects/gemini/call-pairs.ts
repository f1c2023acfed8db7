// Pairs functionResponses with the functionCalls before them: by id where both have one, else by name, in order.

import { isMadeUpCallId, makeCallId } from './call-id.ts';

/** An id as the canon has it. One that this gateway made up is known again, and counts as none of the model's. */
export interface PairedCall {
  readonly id: string;
  readonly idFromModel: boolean;
}

/** One for each conversation: calls and answers must be told in their order. */
export interface CallPairs {
  /** A call's id as the wire gave it, or one made up from its place. */
  call(name: string, argumentsJson: string, wireId: string | undefined, turn: number): PairedCall;
  /** The id of the call that a response answers. */
  answer(name: string, wireId: string | undefined): string;
}

/** Creates the pairing of one conversation. */
export function createCallPairs(): CallPairs {
  const waiting: { readonly id: string; readonly name: string; readonly hasWireId: boolean }[] = [];
  let calls = 0;

  return {
    call(name, argumentsJson, wireId, turn) {
      const place = { messageCount: turn, candidate: 0, position: calls++ };
      const id = wireId ?? makeCallId(name, argumentsJson, place);
      waiting.push({ id, name, hasWireId: wireId !== undefined });
      return { id, idFromModel: wireId !== undefined && !isMadeUpCallId(id) };
    },
    answer(name, wireId) {
      const byId = wireId === undefined ? -1 : waiting.findIndex(({ id }) => id === wireId);
      // Some clients make up an id for the response alone.
      const at =
        byId === -1
          ? waiting.findIndex((call) => call.name === name && (wireId === undefined || !call.hasWireId))
          : byId;
      const [call] = at === -1 ? [] : waiting.splice(at, 1);
      return call?.id ?? wireId ?? name;
    },
  };
}
