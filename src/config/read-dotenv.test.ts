import { describe, expect, it } from 'vitest';
import { parseDotenv } from './read-dotenv.ts';

describe('parseDotenv', () => {
  it.each([
    ['a bare value', 'A=1', '1'],
    ['spaces around it', 'A =  1  ', '1'],
    ['double quotes', 'A="INFO"', 'INFO'],
    ['single quotes', "A='INFO'", 'INFO'],
    ['a comment after a bare value', 'A=1440 # a day', '1440'],
    ['a comment after a quoted value', 'A="x y" # why', 'x y'],
    ['a hash in quotes', 'A="x # y"', 'x # y'],
    ['a hash within a bare value', 'A=key#1', 'key#1'],
    ['a hash within a bare value, then a comment', 'A=key#1 # first', 'key#1'],
    ['export', 'export A=1', '1'],
    ['Windows line ends', 'B=2\r\nA=1\r\n', '1'],
    ['a byte order mark', '\uFEFFA=1', '1'],
    ['nothing', 'A=', ''],
    ['only a comment', 'A= # later', ''],
    ['an equals sign in the value', 'A=a=b==', 'a=b=='],
    ['a comment line before', '# A=2\nA=1', '1'],
  ])('reads %s', (_, source, value) => {
    expect(parseDotenv(source)['A']).toBe(value);
  });
});
