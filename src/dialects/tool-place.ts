// How a tool is called where it, or a part of it, is lost: by its name, which users know, and never at any length.

const LONGEST = 64;

/** `tools[web_search]`. Characters that would end the name, or a list of losses, are replaced. */
export function toolPlace(name: string): string {
  return `tools[${name.slice(0, LONGEST).replaceAll(/[^\w.:/-]/gu, '_')}]`;
}
