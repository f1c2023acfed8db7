// A script as the control endpoint is given it.
import { asArray, asObject, asString, isObject } from '../lib/json.ts';
import type { Script, ScriptedCall, ScriptedTurn } from './script.ts';

/** Undefined for anything that is no script. */
export function readScript(given: unknown): Script | undefined {
  const when = asString(asObject(given)?.['when']);
  const turns = asArray(asObject(given)?.['turns']);
  const read = turns.flatMap(readTurn);
  return when === undefined || when === '' || read.length === 0 || read.length !== turns.length
    ? undefined
    : { when, turns: read };
}

function readTurn(given: unknown): ScriptedTurn[] {
  if (!isObject(given)) return [];
  const calls = asArray(given['call']);
  const call = calls.flatMap(readCall);
  const say = asString(given['say']);
  return call.length !== calls.length || (call.length === 0 && say === undefined) ? [] : [{ call, say }];
}

function readCall(given: unknown): ScriptedCall[] {
  const tool = asString(asObject(given)?.['tool']);
  const args = asObject(asObject(given)?.['args']);
  return tool === undefined || args === undefined ? [] : [{ tool, args }];
}
