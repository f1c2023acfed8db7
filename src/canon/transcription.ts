// What is asked of sound that is to be written down. The sound itself is in the request's last message, and beside it the
// instruction for models that were not made for this alone.

/** All that models made for transcripts are told; what a form of transcript wants beside is its dialect's. */
export interface TranscriptionWishes {
  /** `translate`: into English. */
  readonly task: 'transcribe' | 'translate';
  /** BCP-47 or ISO 639-1, where the caller knows it. */
  readonly language?: string | undefined;
  /** Words and names that may occur, or the text that went before. */
  readonly prompt?: string | undefined;
}
