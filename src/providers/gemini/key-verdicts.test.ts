import { describe, expect, it } from 'vitest';
import { info, type Case, dead, returned, judgeCase } from './google-errors.fixture.ts';

const cases: readonly Case[] = [
  {
    name: 'an invalid key is a 400 with its reason',
    status: 400,
    error: { status: 'INVALID_ARGUMENT', details: [info('API_KEY_INVALID')] },
    expected: { row: 'key_invalid', ...dead('invalid') },
  },
  {
    name: 'an expired key without details is known by its whole sentence',
    status: 400,
    error: { status: 'INVALID_ARGUMENT', message: 'API key expired. Please renew the API key.' },
    expected: { row: 'key_invalid', ...dead('invalid') },
  },
  {
    name: 'a leaked key',
    status: 403,
    error: {
      status: 'PERMISSION_DENIED',
      message: 'Your API key was reported as leaked. Please use another API key.',
    },
    expected: { row: 'key_leaked', ...dead('leaked') },
  },
  {
    name: 'a suspended consumer, by reason',
    status: 403,
    error: {
      status: 'PERMISSION_DENIED',
      details: [info('CONSUMER_SUSPENDED', { consumer: 'projects/42' })],
    },
    expected: { row: 'key_suspended', ...dead('suspended'), project: '42' },
  },
  {
    name: 'a suspended consumer, by sentence',
    status: 403,
    error: {
      status: 'PERMISSION_DENIED',
      message: "Permission denied: Consumer 'api_key:AIzaX' has been suspended.",
    },
    expected: { row: 'key_suspended', ...dead('suspended') },
  },
  {
    name: 'a denied project',
    status: 403,
    error: {
      status: 'PERMISSION_DENIED',
      message: 'Your project has been denied access. Please contact support.',
    },
    expected: {
      row: 'project_denied',
      fault: 'project',
      effect: { kind: 'project_dead', reason: 'denied' },
      next: 'next_key',
    },
  },
  {
    name: 'an API that is not enabled names the project',
    status: 403,
    error: {
      status: 'PERMISSION_DENIED',
      details: [info('SERVICE_DISABLED', { consumer: 'projects/12345678' })],
    },
    expected: {
      row: 'service_disabled',
      project: '12345678',
      effect: { kind: 'project_quarantine', reason: 'service_disabled', forMs: 3_600_000 },
    },
  },
  {
    name: 'a key restricted to other addresses',
    status: 403,
    error: { status: 'PERMISSION_DENIED', details: [info('API_KEY_IP_ADDRESS_BLOCKED')] },
    expected: {
      row: 'key_restricted',
      effect: { kind: 'key_quarantine', reason: 'restricted', forMs: 3_600_000 },
      next: 'next_key',
    },
  },
  {
    name: 'a file of another project is no key error',
    status: 403,
    error: {
      status: 'PERMISSION_DENIED',
      message: 'You do not have permission to access the File abc or it may not exist.',
    },
    expected: { row: 'resource_of_another_project', ...returned, code: 'resource_not_found' },
  },
  {
    name: 'a cached content of another project is no key error',
    status: 403,
    error: { status: 'PERMISSION_DENIED', message: 'CachedContent not found (or permission denied)' },
    expected: { row: 'resource_of_another_project', ...returned },
  },
  {
    name: 'billing that is missing',
    status: 400,
    error: {
      status: 'FAILED_PRECONDITION',
      message: 'Gemini API free tier is not available in your country. Please enable billing.',
    },
    expected: {
      row: 'billing_required',
      effect: { kind: 'project_quarantine', reason: 'billing_required', forMs: 21_600_000 },
      next: 'next_key',
    },
  },
  {
    name: 'a location is the egress and no key',
    status: 400,
    error: { status: 'FAILED_PRECONDITION', message: 'User location is not supported for the API use.' },
    expected: { row: 'location', fault: 'egress', effect: { kind: 'egress_failure', reason: 'location' } },
  },
  {
    name: 'two credentials are our fault',
    status: 400,
    error: {
      status: 'INVALID_ARGUMENT',
      message: 'Multiple authentication credentials received. Please pass only one.',
    },
    expected: { row: 'two_credentials', fault: 'gateway', effect: { kind: 'none' } },
  },
  {
    name: 'a key not yet known everywhere',
    status: 401,
    error: { status: 'UNAUTHENTICATED', details: [info('ACCESS_TOKEN_TYPE_UNSUPPORTED')] },
    expected: {
      row: 'key_unauthenticated',
      effect: { kind: 'key_quarantine', reason: 'unauthenticated', forMs: 600_000, maxProbes: 3 },
      next: 'next_key',
    },
  },
  {
    name: 'an unknown 403',
    status: 403,
    error: { status: 'PERMISSION_DENIED' },
    expected: {
      row: 'forbidden',
      effect: { kind: 'key_quarantine', reason: 'forbidden', forMs: 300_000 },
      next: 'next_key',
    },
  },
];

describe('refusals of a key, a project or a place', () => {
  for (const one of cases) {
    it(`knows ${one.name}`, () => {
      const [bare, wrapped] = judgeCase(one);
      expect(bare).toMatchObject(one.expected);
      expect(wrapped, 'in an array').toMatchObject(one.expected);
    });
  }
});
