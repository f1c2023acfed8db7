// What a persona hands over to be sent. Plain data, so that faults can be acted out in one place for all personas.

/** A whole answer, errors too; `body` is what is to be printed. */
export interface JsonReply {
  readonly kind: 'json';
  readonly status: number;
  readonly body: unknown;
  /** Google prints its answers over many lines. */
  readonly pretty?: boolean | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** One write of a stream. `end` is what makes the stream complete: finish reason, usage, terminator; `close` is framing. */
export interface StreamPiece {
  readonly text: string;
  readonly role: 'content' | 'end' | 'close';
}

/** An answer whose status is always 200, sent piece by piece at the simulator's pace. */
export interface StreamReply {
  readonly kind: 'stream';
  readonly contentType: string;
  readonly pieces: readonly StreamPiece[];
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** How this stream looks when it goes wrong, in the vendor's own manner. */
  readonly broken: BrokenStream;
}

/** The vendor's wording of what may go wrong in a stream, ready to be written. */
export interface BrokenStream {
  /** An error as a well-framed event. */
  errorEvent(): string;
  /** An error as bare JSON between events. */
  rawError(): string;
  /** An event whose JSON is not JSON. */
  malformed(): string;
  /** The error as a whole answer: what `error-sse-body` sends under the stream's content type. */
  errorReply(status: number): JsonReply;
}

/** Bytes that are neither JSON nor events (sound, subtitles), in the pieces in which they are written. */
export interface BytesReply {
  readonly kind: 'bytes';
  readonly contentType: string;
  readonly pieces: readonly Buffer[];
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Told apart by `kind`. */
export type Reply = JsonReply | StreamReply | BytesReply;
