// A form that was uploaded: its fields by name, and its file.

/** The file's bytes stay where they are until somebody wants them. */
export interface UploadedFile {
  /** As the caller calls it; perhaps empty. */
  readonly name: string;
  /** As the caller says; perhaps empty or wrong. */
  readonly mimeType: string;
  readonly bytes: Buffer;
}

/** `multipart/form-data`, read whole under the cap on bodies. */
export interface UploadForm {
  /** Every value of every field, in order. `name[]` is kept under `name`. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
  readonly file: UploadedFile | undefined;
}

/** The last value of a field; undefined when there is none or it is empty. */
export function fieldOf(form: UploadForm, name: string): string | undefined {
  return form.fields.get(name)?.at(-1) || undefined;
}
