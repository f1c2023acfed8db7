// Reads an error body in one dialect's form, and fails when it is another's.

import { expect } from 'vitest';
import type { ErrorForm } from './front-doors.ts';

type Fields = Readonly<Record<string, unknown>>;

const text = expect.stringMatching(/\S/u) as string;

const forms: Readonly<Record<ErrorForm, (status: number) => object>> = {
  openai: () => ({
    error: {
      message: text,
      type: text,
      param: expect.toBeOneOf([null, text]),
      code: expect.toBeOneOf([null, text]),
    },
  }),
  anthropic: () => ({ type: 'error', error: { type: text, message: text }, request_id: text }),
  gemini: (status) => ({
    error: expect.objectContaining({ code: status, message: text, status: text }) as object,
  }),
  detail: () => ({ detail: text, code: text, request_id: text }),
  generate: () => ({ error: text, code: text }),
  proxy: () => ({ result: 'Failed', errors: [{ code: text, message: text }] }),
};

/** The parsed body. Nothing of the gateway's inside may be in it. */
export function expectErrorForm(form: ErrorForm, status: number, body: string): Fields {
  const parsed = JSON.parse(body) as Fields;
  expect(parsed).toEqual(forms[form](status));
  expect(body).not.toMatch(/node_modules|\.ts:\d|at async|FST_ERR|fastify/iu);
  return parsed;
}
