// What a picture that is to be drawn should be like, beside what the prompt says.

/** Only what every model that draws can be asked for; how well and in which style is said in the prompt. */
export interface ImageWishes {
  /** Pixels. Models know a few shapes and sizes: theirs nearest to this is taken. */
  readonly width: number;
  readonly height: number;
}
