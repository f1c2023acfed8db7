// A limit on a provider's use, as the provider itself told it.

/** Counts for one model in one project; read from an error's `quotaValue` or from rate-limit headers. */
export interface LearnedLimit {
  /** Requests or tokens, per minute or per day. */
  readonly kind: 'rpm' | 'tpm' | 'rpd' | 'tpd';
  readonly value: number;
}
