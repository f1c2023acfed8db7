// Sentences for a prompt that is longer than the model's context, where they give the figures. Read only once the code
// has said that it is one.

const ALLOWED =
  /maximum (?:context|input|prompt) length (?:is|of) (\d[\d,]*)|context (?:window|length) of (\d[\d,]*)/u;
const USED =
  /(?:resulted in|you requested|input of|prompt contains(?: at least)?|requested about) (\d[\d,]*) (?:input )?tokens/u;

/** True when a message of a service that has no code for it says so. */
export function saysContextOverflow(message: string): boolean {
  return /^(?:This (?:model's|endpoint's) maximum context length is |Prompt contains \d+ tokens|The (?:input|prompt) (?:token count|is too long))/u.test(
    message,
  );
}

/** Tokens sent and allowed, where the sentence gives both. */
export function readOverflowTokens(
  message: string,
): { readonly used: number; readonly allowed: number } | undefined {
  const match = ALLOWED.exec(message);
  const allowed = readNumber(match?.[1] ?? match?.[2]);
  const used = readNumber(USED.exec(message)?.[1]);
  return allowed === undefined || used === undefined ? undefined : { used, allowed };
}

function readNumber(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text.replaceAll(',', ''));
}
