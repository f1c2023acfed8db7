// How the streams of pictures, speech and transcripts look when they go wrong.
import type { BrokenStream } from '../reply.ts';
import { openaiStatusError } from './errors.ts';

const serverError = openaiStatusError(500, undefined).body;

/** The same for all three. */
export const brokenMedia: BrokenStream = {
  errorEvent: () => `event: error\ndata: ${JSON.stringify(serverError)}\n\n`,
  rawError: () => `${JSON.stringify(serverError, null, 2)}\n`,
  malformed: () => 'data: {"type":"trans\n\n',
  errorReply: (status) => openaiStatusError(status, undefined),
};
