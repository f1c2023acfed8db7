// How a text is to be read aloud. The text itself is the request's last message.

/** `aac` and `flac` no translated target can give. */
export type SpeechFormat = 'mp3' | 'opus' | 'aac' | 'flac' | 'wav' | 'pcm';

/** What speech models are told beside the text; how fast to speak has no place here, since most cannot be told. */
export interface SpeechWishes {
  /** As the caller calls it: OpenAI's name, or the target's own. */
  readonly voice: string;
  /** Manner and mood, in words: "whisper, as if somebody slept". */
  readonly style?: string | undefined;
  readonly format: SpeechFormat;
}
