// The model that Google's paths name.

/** Empty where the path names none. */
export function modelOf({ request }: { readonly request: { readonly path: string } }): string {
  return /\/models\/([^/:]+):/u.exec(request.path)?.[1] ?? '';
}
