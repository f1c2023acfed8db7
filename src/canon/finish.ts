// Why an answer ended, unified; the vendor's own word is kept beside it.

/** All but `failed` are answers. Renderers name every kind, so that none becomes a success by accident. */
export type FinishKind =
  /** The model was done. */
  | 'stop'
  /** A stop sequence of the caller's. */
  | 'stop-sequence'
  /** The token ceiling. */
  | 'length'
  /** Tools are to be called. */
  | 'tool-calls'
  /** The provider withheld the answer (safety, recitation, blocklist …). */
  | 'content-filter'
  /** The model declined. */
  | 'refusal'
  /** The model failed to make a usable answer (malformed call, unexpected call, internal): not a success. */
  | 'failed';

/** The end of one candidate. Two vendors' words of one kind differ in `raw` alone. */
export interface Finish {
  readonly kind: FinishKind;
  /** The vendor's word, e.g. `MALFORMED_FUNCTION_CALL`. */
  readonly raw?: string | undefined;
  /** The vendor's sentence about it. */
  readonly message?: string | undefined;
  /** Which stop sequence matched, where known. */
  readonly stopSequence?: string | undefined;
}
