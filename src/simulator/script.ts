// Answers that are laid down beforehand: which tools the simulated model calls, turn by turn, when a request speaks of
// something. So agents that bring tools of their own can be led through real work. Knows nothing of wire formats.
import type { JsonObject } from '../lib/json.ts';

/** `args` are passed as they are, whatever the tool's schema wants. */
export interface ScriptedCall {
  /** Regular expression; the offered tool whose name it finds is called. */
  readonly tool: string;
  readonly args: JsonObject;
}

/** Where none of the tools is offered and nothing is to be said, the model answers as it would without a script. */
export interface ScriptedTurn {
  /** Of these the first whose tool is offered: each agent brings other tools for the same deed. */
  readonly call?: readonly ScriptedCall[] | undefined;
  /** What is said where nothing is called. */
  readonly say?: string | undefined;
}

/** Which turn is due follows from the tool results in the request: the book keeps no count. */
export interface Script {
  /** The script is for requests whose body holds this text; characters that JSON escapes are never found. */
  readonly when: string;
  /** The first is played at the opening, each later one when another round of tool results has come back. */
  readonly turns: readonly ScriptedTurn[];
}

/** Takes any number of scripts; none is used up. */
export interface ScriptBook {
  add(script: Script): void;
  clear(): void;
  /** The script for a request with this body, the latest first. */
  find(rawBody: Buffer): Script | undefined;
}

/** Creates an empty book. */
export function createScriptBook(): ScriptBook {
  const scripts: Script[] = [];
  return {
    add: (script) => void scripts.unshift(script),
    clear: () => void scripts.splice(0),
    find: (rawBody) => scripts.find(({ when }) => rawBody.includes(when)),
  };
}
