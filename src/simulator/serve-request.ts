// One request through the simulator: log it, find its persona, apply faults, answer.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tryParseJson } from '../lib/json.ts';
import { anthropicPersona } from './anthropic/persona.ts';
import { choosePersona } from './choose-persona.ts';
import { answerControl, type Controlled } from './control.ts';
import { deliver } from './deliver.ts';
import type { SimulatedFault } from './faults.ts';
import { geminiPersona } from './gemini/persona.ts';
import { openaiPersona } from './openai/persona.ts';
import { readBody } from './read-body.ts';
import type { Reply } from './reply.ts';
import type { OpenCall, PersonaName } from './simulated-call.ts';
import type { Exchange, Persona, SimulatedWorld } from './simulated-world.ts';

const PERSONAS: Readonly<Record<PersonaName, Persona>> = {
  gemini: geminiPersona,
  openai: openaiPersona,
  anthropic: anthropicPersona,
};
const NOT_FOUND: Reply = { kind: 'json', status: 404, body: { error: { message: 'not found' } } };
const NO_QUERY = new URLSearchParams();

/** Answers `request`. Never rejects: a defect of the simulator shows as a 500 that says so. */
export async function serveRequest(
  world: SimulatedWorld,
  control: Controlled,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const rawBody = await readBody(request);
  if (rawBody === undefined) return;
  const url = request.url ?? '/';
  const mark = url.indexOf('?');
  const path = mark === -1 ? url : url.slice(0, mark);
  const query = mark === -1 ? NO_QUERY : new URLSearchParams(url.slice(mark + 1));
  const body = rawBody.length === 0 ? undefined : tryParseJson(rawBody.toString('utf8'));
  const method = request.method ?? 'GET';
  if (path.startsWith('/_simulator/')) return answerControl(control, method, path, body, response);

  const name = choosePersona(path, request.headers, query.has('key'));
  const call = openCall(world, request, method, url, rawBody, body, name);
  const script = world.scripts.find(rawBody);
  const exchange: Exchange = { world, request, response, path, query, body, script, call };
  const persona = name && PERSONAS[name];
  persona?.identify(exchange);
  world.log.begin(call);
  response.on('close', () => {
    if (!response.writableFinished && request.socket.destroyed && !isOwnCut(call)) world.log.abort(call);
  });
  try {
    await answer(exchange, persona);
  } catch (error) {
    call.status = 500;
    if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
    response.end(
      `the simulator itself failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  }
}

async function answer(exchange: Exchange, persona: Persona | undefined): Promise<void> {
  if (!persona) return deliver(exchange, NOT_FOUND, undefined);
  const refused = persona.authenticate(exchange);
  if (refused) return deliver(exchange, refused, undefined);
  const { call, request, world } = exchange;
  const header = request.headers['x-simulate'];
  const fault = world.faults.take(call, typeof header === 'string' ? header : undefined);
  call.fault = fault?.fault;
  const acted = fault && persona.faultReply(exchange, withoutStream(fault, call.stream));
  return deliver(exchange, acted ?? persona.answer(exchange, fault), fault);
}

/** An error amid a stream is, where there is no stream, the error itself. */
function withoutStream(fault: SimulatedFault, stream: boolean): SimulatedFault {
  if (stream || !fault.fault.startsWith('error-')) return fault;
  return { fault: `status-${fault.status ?? 503}` };
}

/** Faults in which the simulator itself drops the connection: the client did not leave. */
function isOwnCut(call: OpenCall): boolean {
  return call.fault === 'cut' || call.fault === 'reset';
}

function openCall(
  world: SimulatedWorld,
  request: IncomingMessage,
  method: string,
  url: string,
  rawBody: Buffer,
  body: unknown,
  persona: PersonaName | undefined,
): OpenCall {
  return {
    at: world.clock.now(),
    persona,
    operation: 'unknown',
    method,
    url,
    key: undefined,
    project: undefined,
    model: undefined,
    status: 0,
    stream: false,
    fault: undefined,
    aborted: false,
    body,
    rawBody,
    headers: request.headers,
  };
}
