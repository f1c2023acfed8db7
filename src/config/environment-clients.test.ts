import { describe, expect, it } from 'vitest';
import { readClientVariables } from './environment-clients.ts';

describe('readClientVariables', () => {
  it('names the clients of the map and numbers the others', () => {
    const { clients, from } = readClientVariables({
      CLIENT_API_KEYS_MAP: 'k1:Web, k2:Phone',
      API_KEYS: 'a, b',
    });
    expect(clients).toEqual([
      { name: 'Web', key: 'k1' },
      { name: 'Phone', key: 'k2' },
      { name: 'client-1', key: 'a' },
      { name: 'client-2', key: 'b' },
    ]);
    expect(from).toEqual(['CLIENT_API_KEYS_MAP', 'API_KEYS']);
  });

  it('lets a key hold colons: the last one ends it', () => {
    expect(readClientVariables({ CLIENT_API_KEYS_MAP: 'team:a:b:Web' }).clients).toEqual([
      { name: 'Web', key: 'team:a:b' },
    ]);
  });

  it('keeps the name of a key that both variables hold', () => {
    expect(readClientVariables({ CLIENT_API_KEYS_MAP: 'k1:Web', API_KEYS: 'k1' }).clients).toEqual([
      { name: 'Web', key: 'k1' },
    ]);
  });

  it('tells several keys under one name apart', () => {
    const { clients } = readClientVariables({ CLIENT_API_KEYS_MAP: 'k1:Web,k2:Web' });
    expect(clients.map((client) => client.name)).toEqual(['Web', 'Web-2']);
  });

  it('names a client without a name by its place', () => {
    expect(readClientVariables({ CLIENT_API_KEYS_MAP: 'k1,k2:' }).clients).toEqual([
      { name: 'client-1', key: 'k1' },
      { name: 'client-2', key: 'k2' },
    ]);
  });

  it('reports an entry without a key by its place', () => {
    expect(readClientVariables({ CLIENT_API_KEYS_MAP: 'k1:Web,:Phone' }).problems).toEqual([
      'CLIENT_API_KEYS_MAP: entry 2 has no key; allowed: key:Name,key:Name',
    ]);
  });

  it('takes empty variables for absent ones', () => {
    expect(readClientVariables({ CLIENT_API_KEYS_MAP: '', API_KEYS: ' ' }).from).toEqual([]);
  });
});
