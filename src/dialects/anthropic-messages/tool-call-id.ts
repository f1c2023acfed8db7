// Tool-call ids on Anthropic's wire must match `^[a-zA-Z0-9_-]+$`. Ids of other vendors that do not are encoded, ids that
// no model gave are marked, and both come back as they were: nothing has to be remembered between two requests.

const ALLOWED = /^[a-zA-Z0-9_-]+$/u;
/** `m`: made up by the gateway. `b`: base64url of the real id. */
const ENCODED = /^pollux_(m|b|mb)_(.*)$/u;

/** An id as the canon has it. The wire's one holds both, so that reading it back gives both. */
export interface ToolCallId {
  readonly id: string;
  readonly idFromModel: boolean;
}

/** The id for the wire: itself where that is possible. */
export function renderToolCallId({ id, idFromModel }: ToolCallId): string {
  const fits = ALLOWED.test(id);
  if (fits && idFromModel && !ENCODED.test(id)) return id;
  const flags = `${idFromModel ? '' : 'm'}${fits && !idFromModel ? '' : 'b'}`;
  const text = flags === 'm' ? id : Buffer.from(id, 'utf8').toString('base64url');
  return `pollux_${flags}_${text}`;
}

/** The id behind a wire id. */
export function parseToolCallId(wireId: string): ToolCallId {
  const match = ENCODED.exec(wireId);
  if (match === null) return { id: wireId, idFromModel: true };
  const [, flags = '', text = ''] = match;
  const id = flags.includes('b') ? Buffer.from(text, 'base64url').toString('utf8') : text;
  return { id, idFromModel: !flags.includes('m') };
}
