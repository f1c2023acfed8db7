// What a picture that is to be drawn should be like, beside what the prompt says.

export interface ImageWishes {
  /** Pixels. Models know a few shapes and sizes: theirs nearest to this is taken. */
  readonly width: number;
  readonly height: number;
}
