// The HTTP server: limits, guards before any body is read, unknown paths and broken requests in their dialect.
// Routes are in files of their own.

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { GatewayError } from '../errors/gateway-error.ts';
import { DirectPosts, type DirectPost } from './direct-posts.ts';
import { closeAfterAnswer } from './close-after-answer.ts';
import { watchResponses } from './current-responses.ts';
import { doorOfPath, isAdminPath, plainDoor, type Door } from './door.ts';
import { allowHalfOpen } from './half-open.ts';
import { refuse, requestIdOf, type Admission, type Settlement } from './handle.ts';
import { movePathCredential } from './path-credential.ts';
import { nearPath } from './near-path.ts';
import type { Caller } from '../pipeline/request-context.ts';

/** Who may use a route: anyone, callers with a client key, also the admin (operations), or the admin alone. */
export type Access = 'open' | 'client' | 'client_or_admin' | 'admin';

declare module 'fastify' {
  interface FastifyInstance {
    directPosts: DirectPosts;
  }
  interface FastifyContextConfig {
    door?: Door;
    endpoint?: string;
    access?: Access;
  }
}

interface ServerLimits {
  readonly bodyBytes: number;
  readonly requestTimeoutMs: number;
  readonly headersTimeoutMs: number;
  readonly keepAliveMs: number;
  readonly headerBytes: number;
  readonly maxHeaders: number;
}

/** Decides over a request by its head alone. */
export interface Gatekeeper {
  /** Who calls. Throws GatewayError: a refused key or token, too many tries, `forbidden` or `cross_origin`. */
  admit(request: IncomingMessage, access: Access): Caller;
  /** Answer headers for a web page that may call; undefined for everybody else. */
  corsHeaders(origin: string | undefined): Readonly<Record<string, string>> | undefined;
}

/** `gatekeeper` decides before a body is read; what it refuses is told to `settlement` like any other request. */
export interface ServerOptions {
  readonly limits: ServerLimits;
  readonly gatekeeper: Gatekeeper;
  readonly settlement: Settlement;
  /** True once the gateway is stopping: new requests are sent elsewhere. */
  isStopping(): boolean;
  /** Takes secrets out of a text. */
  redact(text: string): string;
}

/** How often slow senders are looked for at least: Node's own 30 s would more than double the shortest limits. */
const SLOW_CHECK_MS = 2000;

/** Model names are far shorter; the router reads no more of one. */
const MAX_NAME_CHARS = 512;

const nobody: Caller = { name: '-', mayUse: () => false };

/** Creates the server without routes; add them, then `listen`. */
export function createServer(options: ServerOptions): FastifyInstance {
  const { limits, gatekeeper, settlement } = options;
  const app = Fastify({
    logger: false,
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveMs,
    exposeHeadRoutes: false,
    // Paths are matched as sent: `models/x:generateContent` must not be decoded into something else.
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: MAX_NAME_CHARS },
    // A base URL that ends in a slash gives paths that begin with two.
    rewriteUrl: (request) => movePathCredential((request.url ?? '/').replace(/^\/+/u, '/')),
    frameworkErrors: refuseUnread,
    http: {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersTimeoutMs,
      connectionsCheckingInterval: Math.min(limits.headersTimeoutMs / 4, SLOW_CHECK_MS),
    },
    clientErrorHandler: (error, socket) => answerBrokenRequest(error.code, socket, responses.of(socket)),
    forceCloseConnections: false,
    return503OnClosing: false,
  });
  // Node would drop the surplus in silence, and with it perhaps a credential: the hook below refuses instead.
  app.server.maxHeadersCount = 0;
  app.decorate(
    'directPosts',
    new DirectPosts(limits.bodyBytes, { admit: admitDirectly, refuse: refuseDirectly }),
  );
  putBeforeRouter(app);
  const responses = watchResponses(app.server);
  allowHalfOpen(app.server, responses);
  closeAfterAnswer(app, responses);
  app.decorateRequest('admission');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  app.addHook('onRequest', (request, reply, done) => {
    try {
      admitRouted(request, reply, request.routeOptions.config.access);
      done();
    } catch (error) {
      done(error as Error);
    }
  });
  // What operators are shown holds names that callers and providers have chosen, and some of it is open to all.
  app.addHook('onSend', (_request, _reply, payload, done) => {
    done(null, typeof payload === 'string' ? options.redact(payload) : payload);
  });
  app.setErrorHandler((error, request, reply) => {
    const { config, url } = request.routeOptions;
    const door = config.door ?? doorOfPath(pathOf(request));
    const endpoint = config.endpoint ?? url?.replaceAll(/:(\w+)/gu, '{$1}') ?? 'unknown';
    refuse(settlement, door, endpoint, request, reply, translateFastifyError(error, limits));
  });
  app.setNotFoundHandler((request, reply) => {
    const path = pathOf(request);
    const allowed = allowedMethods(app, path);
    if (request.method === 'OPTIONS' && allowed.length > 0) {
      reply.code(204).header('allow', allowed.join(', ')).send();
      return;
    }
    if (allowed.length > 0) reply.raw.setHeader('allow', allowed.join(', '));
    const error =
      allowed.length > 0
        ? new GatewayError(
            'method_not_allowed',
            `${request.method} is not allowed here; use ${allowed.join(' or ')}.`,
          )
        : new GatewayError('not_found', describeMissing(app, path));
    refuse(settlement, doorOfPath(path), 'unknown', request, reply, error);
  });
  return app;

  function admitRouted(request: FastifyRequest, reply: FastifyReply, access: Access = 'client'): void {
    const { raw } = request;
    request.admission = strangerOf(raw);
    request.admission = { ...request.admission, client: guard(raw, reply.raw, access) };
    // Whoever wants a body looks into it: Fastify would refuse an odd name unread, and study any other.
    raw.headers['content-type'] = undefined;
  }

  function admitDirectly(request: IncomingMessage, response: ServerResponse): Admission {
    const { requestId, contentType } = strangerOf(request);
    return { requestId, contentType, client: guard(request, response, 'client') };
  }

  function refuseDirectly(
    { door, endpoint }: DirectPost,
    request: IncomingMessage,
    response: ServerResponse,
    error: unknown,
  ): void {
    const { headers } = request;
    const reply = { raw: response, hijack: () => {} };
    refuse(settlement, door, endpoint, { headers, admission: strangerOf(request) }, reply, error);
  }

  /** Who asks; throws for those who may not. */
  function guard(request: IncomingMessage, response: ServerResponse, access: Access): Caller {
    const { headers, url = '/' } = request;
    const cors = isAdminPath(pathOf({ url })) ? undefined : gatekeeper.corsHeaders(headers.origin);
    if (cors !== undefined) for (const name in cors) response.setHeader(name, cors[name] ?? '');
    // Browsers send no credential with a preflight; it is answered without touching anything.
    const client = gatekeeper.admit(request, request.method === 'OPTIONS' ? 'open' : access);
    if (options.isStopping()) {
      response.setHeader('connection', 'close');
      throw new GatewayError('shutting_down', 'This gateway is stopping.');
    }
    if (request.rawHeaders.length > limits.maxHeaders * 2) {
      throw new GatewayError('invalid_request', `The request has more than ${limits.maxHeaders} headers.`, {
        status: 431,
      });
    }
    const encoding = headers['content-encoding'];
    if (encoding !== undefined && encoding !== 'identity') {
      throw new GatewayError('invalid_request', 'Compressed request bodies are not accepted.', {
        status: 415,
      });
    }
    return client;
  }

  /** What the router itself refuses passes no hook. */
  function refuseUnread(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    let reason = translateFastifyError(error, limits);
    try {
      admitRouted(request, reply);
    } catch (refusal) {
      reason = refusal;
    }
    refuse(settlement, doorOfPath(pathOf(request)), 'unknown', request, reply, reason);
  }
}

/** A request of whom nothing is known yet. */
function strangerOf({ headers }: IncomingMessage): Admission {
  const requestId = requestIdOf(headers['x-request-id']);
  return { requestId, client: nobody, contentType: headers['content-type'] };
}

/** Fastify's own listener is asked for what the short way does not take. */
function putBeforeRouter(app: FastifyInstance): void {
  const [routed] = app.server.listeners('request') as RequestListener[];
  if (routed === undefined) throw new Error('Fastify does not listen to its server');
  app.server.removeListener('request', routed);
  app.server.on('request', (request, response) => {
    if (!app.directPosts.take(request, response)) routed(request, response);
  });
}

function describeMissing(app: FastifyInstance, path: string): string {
  // A key may have been put where an id belongs.
  if (isAdminPath(path)) return 'Administration has no such path.';
  const near = nearPath(path, (candidate) => allowedMethods(app, candidate).length > 0);
  const meant = near === undefined ? '' : ` Did you mean ${near.slice(0, 200)}?`;
  return `There is nothing at ${path.slice(0, 200)}.${meant}`;
}

function pathOf(request: { readonly url: string }): string {
  const mark = request.url.indexOf('?');
  return mark === -1 ? request.url : request.url.slice(0, mark);
}

function allowedMethods(app: FastifyInstance, path: string): string[] {
  return ['GET', 'POST', 'HEAD', 'PATCH', 'DELETE'].filter(
    (method) => app.findRoute({ method, url: path }) !== null,
  );
}

function translateFastifyError(error: unknown, limits: ServerLimits): unknown {
  if (error instanceof GatewayError || !(error instanceof Error)) return error;
  const { code, statusCode } = error as Error & { code?: string; statusCode?: number };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return new GatewayError('body_too_large', `The request body is larger than ${limits.bodyBytes} bytes.`);
  }
  if (code === 'FST_ERR_BAD_URL') {
    return new GatewayError('invalid_request', 'The path is not properly percent-encoded.');
  }
  if (code === 'FST_ERR_MAX_PARAM_LENGTH') {
    const message = `A name in the path is longer than ${MAX_NAME_CHARS} characters.`;
    return new GatewayError('invalid_request', message, { status: statusCode });
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new GatewayError('invalid_request', error.message, { status: statusCode });
  }
  return error;
}

/** Requests that HTTP itself cannot read have no path, so no dialect: plain JSON and an end. */
function answerBrokenRequest(
  code: string | undefined,
  socket: Socket,
  current: ServerResponse | undefined,
): void {
  // Noise behind a request whose answer is being written: what is said of it would stand within that answer.
  if (current !== undefined && current.headersSent && !current.writableEnded) {
    socket.destroy();
    return;
  }
  if (socket.destroyed || code === 'ECONNRESET' || !socket.writable) {
    socket.end();
    return;
  }
  const [status, text] =
    code === 'HPE_HEADER_OVERFLOW'
      ? ['431 Request Header Fields Too Large', 'The request headers are too large.']
      : code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? ['408 Request Timeout', 'The request came too slowly.']
        : ['400 Bad Request', 'This is not a valid HTTP request.'];
  const wire = plainDoor.renderError(new GatewayError('invalid_request', text), '-');
  socket.end(
    `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(wire.body)}\r\n\r\n${wire.body}`,
  );
}
