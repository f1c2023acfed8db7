// Sends a reply, and acts out the faults of transport and of streams: what breaks between a vendor and its client.
// Knows nothing of what the bytes mean.
import { gzipSync } from 'node:zlib';
import type { SimulatedFault } from './faults.ts';
import type { JsonReply, Reply, StreamPiece, StreamReply } from './reply.ts';
import { deliverBytes } from './deliver-bytes.ts';
import type { Exchange } from './simulated-world.ts';
import { breakPieces } from './break-stream.ts';
import { pause } from './pause.ts';

const HTML_502 =
  '<!DOCTYPE html>\n<html lang=en>\n<title>Error 502 (Server Error)!!1</title>\n<p><b>502.</b> <ins>That’s an error.</ins>\n' +
  '<p>The server encountered a temporary error and could not complete your request.<p>Please try again in 30 seconds.\n</html>\n';

/** What a captive portal or a proxy's landing page looks like to a client of an API. */
const HTML_200 =
  '<!DOCTYPE html>\n<html lang=en>\n<title>Welcome</title>\n<p>Please sign in to continue.\n</html>\n';

/** Answers `exchange`. Resolves when the answer is out, or when it never will be. */
export async function deliver(
  exchange: Exchange,
  reply: Reply,
  fault: SimulatedFault | undefined,
): Promise<void> {
  const { response, world } = exchange;
  switch (fault?.fault) {
    case 'silence':
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'delay':
      if (!(await pause(world.clock, fault.delayMs ?? 1000, response))) return;
      break;
    case 'html-502':
      return sendText(exchange, 502, 'text/html; charset=UTF-8', HTML_502);
    case 'html-200':
      return sendText(exchange, 200, 'text/html; charset=UTF-8', HTML_200);
    case 'redirect':
      writeHead(exchange, 307, { location: '/moved', 'content-length': 0 });
      response.end();
      return;
    default:
  }
  if (reply.kind === 'json') return sendJson(exchange, reply, fault);
  if (reply.kind === 'bytes') {
    const contentType =
      fault?.fault === 'wrong-content-type' ? 'text/html; charset=UTF-8' : reply.contentType;
    writeHead(exchange, 200, { 'content-type': contentType, ...reply.headers, ...fault?.headers });
    return deliverBytes(exchange, reply.pieces, fault);
  }
  if (fault?.fault === 'error-sse-body') {
    const error = reply.broken.errorReply(fault.status ?? 503);
    return sendText(exchange, error.status, 'text/event-stream', JSON.stringify(error.body, null, 2));
  }
  return sendStream(exchange, reply, fault);
}

function sendText(exchange: Exchange, status: number, contentType: string, text: string): void {
  writeHead(exchange, status, { 'content-type': contentType, 'content-length': Buffer.byteLength(text) });
  exchange.response.end(text);
}

/** The status counts from here on: whoever has read the answer finds it counted. */
function writeHead(
  exchange: Exchange,
  status: number,
  headers: Readonly<Record<string, string | number>>,
): void {
  exchange.call.status = status;
  exchange.world.log.settle(exchange.call);
  exchange.response.writeHead(status, { ...headers });
}

function sendJson(exchange: Exchange, reply: JsonReply, fault: SimulatedFault | undefined): void {
  const { response } = exchange;
  const text = reply.pretty ? `${JSON.stringify(reply.body, null, 2)}\n` : JSON.stringify(reply.body);
  const headers: Record<string, string | number> = {
    'content-type': reply.pretty ? 'application/json; charset=UTF-8' : 'application/json',
    ...reply.headers,
    ...fault?.headers,
  };
  if (!fault) {
    headers['content-length'] = Buffer.byteLength(text);
    writeHead(exchange, reply.status, headers);
    // A string goes out in one write with its headers, bytes do not.
    response.end(text);
    return;
  }
  let bytes = Buffer.from(text);
  const half = bytes.subarray(0, Math.ceil(bytes.length / 2));
  switch (fault.fault) {
    case 'gzip':
      bytes = gzipSync(bytes);
      headers['content-encoding'] = 'gzip';
      break;
    case 'gzip-broken':
      headers['content-encoding'] = 'gzip';
      break;
    case 'wrong-content-type':
      headers['content-type'] = 'text/html; charset=UTF-8';
      break;
    case 'malformed':
    case 'malformed-all':
    case 'truncated-json':
    case 'eof':
      bytes = half;
      break;
    case 'cut':
      // The promised length never comes.
      writeHead(exchange, reply.status, { ...headers, 'content-length': bytes.length });
      response.write(half, () => response.socket?.destroy());
      return;
    case 'stall':
      writeHead(exchange, reply.status, { ...headers, 'content-length': bytes.length });
      response.write(half);
      return;
    default:
  }
  headers['content-length'] = bytes.length;
  writeHead(exchange, reply.status, headers);
  response.end(bytes);
}

async function sendStream(
  exchange: Exchange,
  reply: StreamReply,
  fault: SimulatedFault | undefined,
): Promise<void> {
  const { response, world } = exchange;
  const headers: Record<string, string> = {
    'content-type': reply.contentType,
    ...reply.headers,
    ...fault?.headers,
  };
  if (fault?.fault === 'wrong-content-type') headers['content-type'] = 'text/html; charset=UTF-8';
  // Broken: it says so, and the bytes are plain.
  if (fault?.fault === 'gzip' || fault?.fault === 'gzip-broken') headers['content-encoding'] = 'gzip';
  writeHead(exchange, 200, headers);
  const plan = breakPieces(reply, fault);
  if (fault?.fault === 'gzip') {
    response.end(gzipSync(plan.pieces.map(({ text }) => text).join('')));
    return;
  }
  if (fault?.fault === 'slow-first-token') {
    response.flushHeaders();
    if (!(await pause(world.clock, fault.delayMs ?? 5000, response))) return;
  }
  if (!(await writePieces(exchange, plan.pieces))) return;
  switch (plan.end) {
    case 'clean':
      response.end();
      return;
    case 'destroy':
      // Once the bytes are flushed: a socket destroyed at once would take them along.
      response.write('', () => response.socket?.destroy());
      return;
    case 'stall':
      if (plan.pieces.length === 0) response.flushHeaders();
  }
}

/** False when the client went away. */
async function writePieces(exchange: Exchange, pieces: readonly StreamPiece[]): Promise<boolean> {
  const { response, world } = exchange;
  const delayMs = world.tokenDelayMs(exchange.call);
  for (const [index, piece] of pieces.entries()) {
    if (index > 0 && delayMs > 0 && !(await pause(world.clock, delayMs, response))) return false;
    if (response.destroyed) return false;
    if (!response.write(piece.text)) await drained(response);
  }
  return true;
}

function drained(response: Exchange['response']): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}
