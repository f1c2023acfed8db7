import { describe, expect, it } from 'vitest';
import { createPartialArguments } from './partial-arguments.ts';

function gather(...pieces: object[]): string {
  const gathered = createPartialArguments();
  for (const piece of pieces) gathered.add([piece]);
  return gathered.toJson();
}

describe('arguments in pieces', () => {
  it.each([
    [
      [
        { jsonPath: '$.a', stringValue: 'x' },
        { jsonPath: '$.a', stringValue: 'y' },
      ],
      '{"a":"xy"}',
    ],
    [[{ jsonPath: '$.a[1].b', numberValue: 2 }], '{"a":[null,{"b":2}]}'],
    [[{ jsonPath: "$['odd name']", boolValue: false }], '{"odd name":false}'],
    [[{ jsonPath: '$.a', nullValue: 'NULL_VALUE' }], '{"a":null}'],
    [[{ jsonPath: '$.a', stringValue: '' }], '{"a":""}'],
  ])('%j give %s', (pieces, json) => expect(gather(...pieces)).toBe(json));

  it('leave out paths that are none, that are endless, or that reach for a prototype', () => {
    const paths = [
      '',
      'a',
      '$',
      '$..',
      '$.a[999999999]',
      '$.__proto__.polluted',
      '$.constructor.prototype.polluted',
    ];
    expect(gather(...paths.map((jsonPath) => ({ jsonPath, stringValue: 'x' })))).toBe('{}');
    expect({}).not.toHaveProperty('polluted');
  });
});
