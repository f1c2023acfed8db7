// The error for an answer that the model failed to make. The pipeline retries such answers and reports them before
// they are rendered; where one still gets here it must not look like a success.

import type { Finish } from '../../canon/finish.ts';
import { GatewayError } from '../../errors/gateway-error.ts';

/** A `provider_error` that tells what the provider said. */
export function failedAnswer(finish: Finish): GatewayError {
  const said = [finish.raw, finish.message].filter((word) => word !== undefined).join(': ');
  return new GatewayError(
    'provider_error',
    `the model failed to make a usable answer${said === '' ? '' : ` (${said})`}`,
  );
}
