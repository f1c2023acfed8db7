// A limit on a provider's use, as the provider itself told it.

export interface LearnedLimit {
  /** Requests or tokens, per minute or per day. */
  readonly kind: 'rpm' | 'tpm' | 'rpd' | 'tpd';
  readonly value: number;
}
