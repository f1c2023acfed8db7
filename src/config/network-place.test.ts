import { describe, expect, it } from 'vitest';
import { networkPlace } from './network-place.ts';

describe('networkPlace', () => {
  it.each([
    'localhost',
    'LOCALHOST',
    'app.localhost',
    '127.0.0.1',
    '127.8.9.10',
    '::1',
    '[::1]',
    '::ffff:127.0.0.1',
    'localhost.',
  ])('finds %s on this machine', (host) => {
    expect(networkPlace(host)).toBe('loopback');
  });

  it.each([
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.1.1',
    '100.64.0.1',
    'fd00::1',
    '[fe80::1]',
    'ollama',
    'host.docker.internal',
    'nas.local',
    'llm.svc.cluster.local',
  ])('finds %s on a private network', (host) => {
    expect(networkPlace(host)).toBe('private');
  });

  it.each([
    '0.0.0.0',
    '::',
    '8.8.8.8',
    '172.32.0.1',
    '2001:4860:4860::8888',
    'example.com',
    'localhost.example.com',
    '127.0.0.1.example.com',
    'internal.example.com',
    '',
  ])('finds %j in public', (host) => {
    expect(networkPlace(host)).toBe('public');
  });
});
