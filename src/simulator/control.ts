// `/_simulator/*`: faults, keys, scripts and the call log over HTTP, for tests that run the simulator as a process of its own.
import type { ServerResponse } from 'node:http';
import { asArray, asNumber, asObject, asString, isObject } from '../lib/json.ts';
import type { SimulatedFault } from './faults.ts';
import { KEY_FAULTS, type KeyFault } from './keys.ts';
import { readScript } from './read-script.ts';
import type { Script } from './script.ts';
import type { PersonaName, SimulatedCall } from './simulated-call.ts';

/** What the control endpoint may move. */
export interface Controlled {
  calls(): readonly SimulatedCall[];
  countsByStatus(): Readonly<Record<number, number>>;
  callCount(): number;
  abortedCalls(): number;
  openSockets(): number;
  openCalls(): number;
  addFault(fault: SimulatedFault): void;
  clearFaults(): void;
  addScript(script: Script): void;
  setKeyState(key: string, state: KeyFault): void;
  reset(): void;
}

const PERSONAS: readonly PersonaName[] = ['gemini', 'openai', 'anthropic'];
const MOST_CALLS_SHOWN = 1000;

/** Answers one control request; `body` is parsed JSON. */
export function answerControl(
  target: Controlled,
  method: string,
  path: string,
  body: unknown,
  response: ServerResponse,
): void {
  switch (`${method} ${path.slice('/_simulator/'.length)}`) {
    case 'GET calls':
      return send(response, 200, showCalls(target));
    case 'POST faults':
      return addFaults(target, body, response);
    case 'DELETE faults':
      target.clearFaults();
      return send(response, 200, { ok: true });
    case 'POST scripts':
      return addScript(target, body, response);
    case 'POST keys':
      return setKey(target, body, response);
    case 'POST reset':
      target.reset();
      return send(response, 200, { ok: true });
    default:
      return send(response, 404, { error: `no control endpoint ${method} ${path}` });
  }
}

function showCalls(target: Controlled): unknown {
  // Raw bytes would only repeat the body.
  const calls = target.calls().slice(-MOST_CALLS_SHOWN);
  return {
    total: target.callCount(),
    aborted: target.abortedCalls(),
    openSockets: target.openSockets(),
    openCalls: target.openCalls(),
    byStatus: target.countsByStatus(),
    calls: calls.map(({ rawBody: _bytes, ...call }) => call),
  };
}

function addFaults(target: Controlled, body: unknown, response: ServerResponse): void {
  const given = Array.isArray(body) ? asArray(body) : [body];
  const faults: SimulatedFault[] = [];
  for (const entry of given) {
    const fault = asString(asObject(entry)?.['fault']);
    if (!isObject(entry) || fault === undefined)
      return send(response, 400, { error: 'a fault needs {"fault": "<name>"}' });
    faults.push({
      fault,
      times: asNumber(entry['times']),
      every: asNumber(entry['every']),
      model: asString(entry['model']),
      key: asString(entry['key']),
      project: asString(entry['project']),
      persona: PERSONAS.find((name) => name === entry['persona']),
      operation: asString(entry['operation']),
      when: asString(entry['when']),
      afterEvents: asNumber(entry['afterEvents']),
      status: asNumber(entry['status']),
      delayMs: asNumber(entry['delayMs']),
      headers: asObject(entry['headers']) as Readonly<Record<string, string>> | undefined,
    });
  }
  for (const fault of faults) target.addFault(fault);
  send(response, 200, { ok: true, added: faults.length });
}

function addScript(target: Controlled, body: unknown, response: ServerResponse): void {
  const script = readScript(body);
  if (!script) {
    const form = '{"when", "turns": [{"call": [{"tool", "args"}]} or {"say"}]}';
    return send(response, 400, { error: `a script needs ${form}` });
  }
  target.addScript(script);
  send(response, 200, { ok: true });
}

function setKey(target: Controlled, body: unknown, response: ServerResponse): void {
  const key = asString(asObject(body)?.['key']);
  const state = KEY_FAULTS.find((known) => known === asObject(body)?.['state']);
  if (key === undefined || state === undefined) {
    return send(response, 400, { error: `needs {"key", "state"}; state is one of ${KEY_FAULTS.join(', ')}` });
  }
  target.setKeyState(key, state);
  send(response, 200, { ok: true });
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
