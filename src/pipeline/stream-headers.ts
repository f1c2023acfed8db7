// What every streamed answer of the gateway has in common.

import type { HeaderMap } from './client-sink.ts';

/** No proxy on the way may hold a stream back. */
export const streamHeaders: HeaderMap = { 'cache-control': 'no-cache', 'x-accel-buffering': 'no' };

/** An error body longer than this says nothing more. */
export const MAX_ERROR_BYTES = 256 * 1024;
