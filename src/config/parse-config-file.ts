// The text of a configuration file to plain values. Messages give line and column and never quote the file: it holds keys.

import { extname } from 'node:path';
import { parse as parseToml, TomlError } from 'smol-toml';
import { LineCounter, parseDocument } from 'yaml';
import { isObject, type JsonObject } from '../lib/json.ts';
import { ConfigError } from './config-error.ts';
import { unmarkReferences } from './interpolate.ts';

/** Parses TOML (`.toml`) or YAML (anything else). Throws {@link ConfigError} when it is neither or no mapping. */
export function parseConfigFile(source: string, file: string): JsonObject {
  const text = source.replace(/^\uFEFF/u, '');
  const value = extname(file).toLowerCase() === '.toml' ? readToml(text, file) : readYaml(text, file);
  if (value === null || value === undefined) return {};
  if (!isObject(value)) throw new ConfigError([`${file}: must be a mapping of settings`]);
  return value;
}

function readToml(text: string, file: string): unknown {
  try {
    return parseToml(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const reason =
      error.message.split('\n', 1)[0]?.replace(/^Invalid TOML document: /u, '') ?? 'invalid TOML';
    throw new ConfigError([
      `${file}, line ${error.line}, column ${error.column}: ${unmarkReferences(reason)}`,
    ]);
  }
}

function readYaml(text: string, file: string): unknown {
  const lines = new LineCounter();
  const document = parseDocument(text, { prettyErrors: false, lineCounter: lines });
  if (document.errors.length > 0) {
    throw new ConfigError(
      document.errors.map((error) => {
        const { line, col } = lines.linePos(error.pos[0]);
        return `${file}, line ${line}, column ${col}: not valid YAML (${error.code.toLowerCase().replaceAll('_', ' ')})`;
      }),
    );
  }
  try {
    const value: unknown = document.toJS();
    JSON.stringify(value);
    return value;
  } catch {
    throw new ConfigError([`${file}: an alias refers to itself, to nothing, or too often`]);
  }
}
