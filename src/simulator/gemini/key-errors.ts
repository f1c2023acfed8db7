// What Google answers to a key that is not in order. Knows nothing of how a key gets into that state.
import type { JsonReply } from '../reply.ts';
import type { KeyFault } from '../keys.ts';
import { errorInfo, geminiError, help } from './errors.ts';

const CONSOLE = 'https://console.developers.google.com/apis/api/generativelanguage.googleapis.com/overview';

/** The exact error of each key state; undefined for an active key. `method` is the gRPC name that Google reports. */
export function geminiKeyError(
  state: KeyFault,
  key: string,
  project: string,
  method: string,
): JsonReply | undefined {
  switch (state) {
    case 'active':
      return undefined;
    case 'invalid':
      return invalidKey('API key not valid. Please pass a valid API key.', `Invalid API key: ${key}`);
    case 'expired':
      return invalidKey('API key expired. Please renew the API key.', undefined);
    case 'leaked':
      return denied('Your API key was reported as leaked. Please use another API key.');
    case 'suspended':
      return geminiError(
        403,
        'PERMISSION_DENIED',
        `Permission denied: Consumer 'api_key:${key}' has been suspended.`,
        [
          errorInfo('CONSUMER_SUSPENDED', {
            containerInfo: `api_key:${key}`,
            consumer: `projects/${project}`,
          }),
        ],
      );
    case 'service_disabled':
      return serviceDisabled(project);
    case 'key_blocked':
      return geminiError(
        403,
        'PERMISSION_DENIED',
        `Requests to this API generativelanguage.googleapis.com method ${method} are blocked.`,
        [errorInfo('API_KEY_SERVICE_BLOCKED', { consumer: `projects/${project}`, methodName: method })],
      );
    case 'location':
      return location();
    case 'prepay_depleted':
      return geminiError(402, 'RESOURCE_EXHAUSTED', 'Your Prepay credit balance is depleted.');
    case 'project_denied':
      return denied('Your project has been denied access. Please contact support.');
    case 'unauthenticated':
      return unauthenticated(method);
    case 'billing_needed':
      return geminiError(
        400,
        'FAILED_PRECONDITION',
        'Gemini API free tier is not available in your country. Please enable billing on your project in Google AI Studio.',
      );
  }
}

/** 401 for a credential of the wrong kind, as for a Bearer token on the native API. */
export function unauthenticated(method: string): JsonReply {
  return geminiError(
    401,
    'UNAUTHENTICATED',
    'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid ' +
      'authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.',
    [
      {
        '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
        reason: 'ACCESS_TOKEN_TYPE_UNSUPPORTED',
        metadata: { method, service: 'generativelanguage.googleapis.com' },
      },
    ],
  );
}

function denied(message: string): JsonReply {
  return geminiError(403, 'PERMISSION_DENIED', message);
}

function invalidKey(message: string, debug: string | undefined): JsonReply {
  const localized = { '@type': 'type.googleapis.com/google.rpc.LocalizedMessage', locale: 'en-US', message };
  const details = [errorInfo('API_KEY_INVALID'), localized];
  if (debug === undefined) return geminiError(400, 'INVALID_ARGUMENT', message, details);
  const leak = { '@type': 'type.googleapis.com/google.rpc.DebugInfo', detail: debug };
  return geminiError(400, 'INVALID_ARGUMENT', message, [...details, leak]);
}

function serviceDisabled(project: string): JsonReply {
  const url = `${CONSOLE}?project=${project}`;
  return geminiError(
    403,
    'PERMISSION_DENIED',
    `Generative Language API has not been used in project ${project} before or it is disabled. Enable it by visiting ${url} ` +
      'then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.',
    [
      help('Google developers console API activation', url),
      errorInfo('SERVICE_DISABLED', { consumer: `projects/${project}` }),
    ],
  );
}

function location(): JsonReply {
  const message = 'User location is not supported for the API use.';
  return geminiError(400, 'FAILED_PRECONDITION', message, [
    {
      '@type': 'type.googleapis.com/google.rpc.DebugInfo',
      detail: `[ORIGINAL ERROR] generic::failed_precondition: ${message} [google.rpc.error_details_ext] { message: "${message}" }`,
    },
  ]);
}
