// The one table of everything that can go wrong: code → status, whose fault, may a client retry, what to do.
// It knows no wire format; each dialect folder turns these codes into its own error body.

/** Whose doing an error is. */
export type Fault = 'caller' | 'client_key' | 'pool' | 'provider' | 'gateway';

/** What is true of every error of the code, whatever its message. */
export interface ErrorEntry {
  /** HTTP status sent to the client unless the raiser gives another. */
  readonly status: number;
  readonly fault: Fault;
  /** True when the same request may succeed later without being changed. */
  readonly retryable: boolean;
  /** One sentence for the reader: what to do about it. */
  readonly hint: string;
}

/** Every error that the gateway can tell of, by its code. */
export const errorCatalog = {
  invalid_json: {
    status: 400,
    fault: 'caller',
    retryable: false,
    hint: 'Send a JSON object as the request body.',
  },
  invalid_request: {
    status: 400,
    fault: 'caller',
    retryable: false,
    hint: 'Correct the named field and send again.',
  },
  missing_model: {
    status: 400,
    fault: 'caller',
    retryable: false,
    hint: 'Name a model; GET /v1/models lists them.',
  },
  context_length_exceeded: {
    status: 400,
    fault: 'caller',
    retryable: false,
    hint: 'Shorten the conversation.',
  },
  media_refused: {
    status: 400,
    fault: 'caller',
    retryable: false,
    hint: 'Send the media inline as base64, or use a public http(s) URL.',
  },
  content_policy: {
    status: 400,
    fault: 'caller',
    retryable: false,
    hint: 'The model withheld its answer; change what it is asked.',
  },
  authentication_failed: {
    status: 401,
    fault: 'client_key',
    retryable: false,
    hint: 'Send a valid client key as Authorization: Bearer, x-api-key, x-goog-api-key or ?key=.',
  },
  admin_token_refused: {
    status: 401,
    fault: 'client_key',
    retryable: false,
    hint: 'Send the admin token as Authorization: Bearer; it is admin.token, ADMIN_TOKEN or the file admin-token in the data directory.',
  },
  too_many_tries: {
    status: 429,
    fault: 'client_key',
    retryable: true,
    hint: 'Wait for Retry-After, then send the right admin token.',
  },
  forbidden: {
    status: 403,
    fault: 'caller',
    retryable: false,
    hint: 'This request is not allowed from here.',
  },
  cross_origin: {
    status: 403,
    fault: 'caller',
    retryable: false,
    hint: "Name the page's origin in cors.origins, or configure client keys.",
  },
  model_not_found: {
    status: 404,
    fault: 'caller',
    retryable: false,
    hint: 'GET /v1/models lists the models.',
  },
  not_found: { status: 404, fault: 'caller', retryable: false, hint: 'Check the path.' },
  resource_not_found: {
    status: 404,
    fault: 'caller',
    retryable: false,
    hint: 'The named resource does not exist or has expired.',
  },
  conflict: {
    status: 409,
    fault: 'caller',
    retryable: false,
    hint: 'Change what stands against it first.',
  },
  method_not_allowed: {
    status: 405,
    fault: 'caller',
    retryable: false,
    hint: 'Use the method named in the Allow header.',
  },
  request_timeout: { status: 408, fault: 'caller', retryable: true, hint: 'Send the request body faster.' },
  body_too_large: {
    status: 413,
    fault: 'caller',
    retryable: false,
    hint: 'Send a smaller body, or raise server.body_limit.',
  },
  not_supported: {
    status: 400,
    fault: 'caller',
    retryable: false,
    hint: 'No configured provider can do this.',
  },
  rate_limited: {
    status: 429,
    fault: 'pool',
    retryable: true,
    hint: 'Wait for Retry-After, or add keys of another project.',
  },
  quota_exhausted: {
    status: 429,
    fault: 'pool',
    retryable: true,
    hint: 'The daily quota is used up until the time given; add keys of another project.',
  },
  pool_empty: {
    status: 503,
    fault: 'pool',
    retryable: false,
    hint: 'GET /v1/keys/status says what became of each key.',
  },
  overloaded: {
    status: 503,
    fault: 'provider',
    retryable: true,
    hint: 'The provider is overloaded; try again shortly.',
  },
  provider_error: {
    status: 502,
    fault: 'provider',
    retryable: true,
    hint: 'The provider failed; try again.',
  },
  provider_timeout: {
    status: 504,
    fault: 'provider',
    retryable: true,
    hint: 'The provider did not answer in time.',
  },
  provider_unreachable: {
    status: 502,
    fault: 'provider',
    retryable: true,
    hint: 'The provider could not be reached from this machine.',
  },
  provider_refused: {
    status: 502,
    fault: 'provider',
    retryable: false,
    hint: 'The provider refuses requests from this machine or account.',
  },
  incomplete_answer: {
    status: 502,
    fault: 'provider',
    retryable: true,
    hint: 'The provider broke off its answer; what came so far is not whole.',
  },
  shutting_down: {
    status: 503,
    fault: 'gateway',
    retryable: true,
    hint: 'This gateway is stopping; send the request to another node.',
  },
  not_stored: {
    status: 507,
    fault: 'gateway',
    retryable: true,
    hint: 'Nothing was changed. See to the disk of the data directory, then send again.',
  },
  internal: {
    status: 500,
    fault: 'gateway',
    retryable: false,
    hint: 'A defect in Pollux; please report it with the request id.',
  },
} as const satisfies Record<string, ErrorEntry>;

/** In snake case, and part of the API: clients compare with it. */
export type ErrorCode = keyof typeof errorCatalog;
