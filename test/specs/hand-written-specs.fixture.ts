// A little of each vendor's specification, written after their public references of errors.
// https://platform.openai.com/docs/guides/error-codes, https://platform.claude.com/docs/en/api/errors,
// https://cloud.google.com/apis/design/errors

import type { Schemas } from './spec-set.ts';

const text = { type: 'string' };

/** They stand for a folder of specifications. */
export const handWrittenSpecs: Schemas = {
  openai: {
    ErrorResponse: {
      type: 'object',
      properties: { error: { $ref: '#/components/schemas/Error' } },
      required: ['error'],
    },
    Error: {
      type: 'object',
      properties: { code: text, message: text, param: text, type: text },
      required: ['type', 'message', 'param', 'code'],
    },
    ResponseStreamEvent: {
      anyOf: [
        { $ref: '#/components/schemas/ResponseErrorEvent' },
        { $ref: '#/components/schemas/ResponseFailedEvent' },
      ],
    },
    ResponseErrorEvent: {
      type: 'object',
      properties: {
        type: { type: 'string', enum: ['error'] },
        code: text,
        message: text,
        param: text,
        sequence_number: { type: 'integer' },
      },
      required: ['type', 'code', 'message', 'param', 'sequence_number'],
    },
    ResponseFailedEvent: {
      type: 'object',
      properties: {
        type: { type: 'string', enum: ['response.failed'] },
        sequence_number: { type: 'integer' },
        response: { $ref: '#/components/schemas/Response' },
      },
      required: ['type', 'sequence_number', 'response'],
    },
    Response: {
      type: 'object',
      additionalProperties: true,
      properties: { id: text, status: text, error: { $ref: '#/components/schemas/ResponseError' } },
      required: ['id', 'object', 'created_at', 'model', 'output', 'error', 'instructions', 'tools'],
    },
    ResponseError: {
      type: 'object',
      properties: { code: text, message: text },
      required: ['code', 'message'],
    },
  },
  anthropic: {
    ErrorResponse: {
      type: 'object',
      properties: {
        type: { const: 'error' },
        error: { oneOf: [{ $ref: '#/components/schemas/KnownError' }] },
        request_id: { type: 'string', nullable: true },
      },
      required: ['type', 'error', 'request_id'],
    },
    KnownError: {
      type: 'object',
      properties: {
        type: {
          enum: [
            'invalid_request_error',
            'authentication_error',
            'billing_error',
            'permission_error',
            'not_found_error',
            'rate_limit_error',
            'timeout_error',
            'api_error',
            'overloaded_error',
          ],
        },
        message: text,
      },
      required: ['type', 'message'],
    },
  },
  gemini: {
    Status: {
      type: 'object',
      properties: {
        code: { type: 'integer', format: 'int32' },
        message: text,
        details: { type: 'array', items: { type: 'object', additionalProperties: {} } },
      },
    },
  },
};
