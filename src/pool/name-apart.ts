// Names for keys of which only the masks may be shown.

/** Takes masks in the order of the keys, and gives names: of masks that are alike the later ones end in `-2`, `-3`, …. */
export function nameApart(): (masked: string) => string {
  const seen = new Map<string, number>();
  return (masked) => {
    const count = (seen.get(masked) ?? 0) + 1;
    seen.set(masked, count);
    return count === 1 ? masked : `${masked}-${count}`;
  };
}
