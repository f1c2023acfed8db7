// The vendors' specifications, read from a folder and compiled. Knows files and schemas, nothing of the gateway.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { asArray, asObject, asString, type JsonObject } from '../../src/lib/json.ts';
import { allowancesFor } from './allowances.ts';
import { closeSchemas } from './close-schema.ts';

export type Vendor = 'openai' | 'anthropic' | 'gemini';

/** Where each vendor's specification lies. */
const SPEC_FILES: Readonly<Record<Vendor, string>> = {
  openai: 'openai.openapi.json',
  anthropic: 'anthropic.tryagi.openapi.yaml',
  gemini: 'gemini.tryagi.openapi.json',
};

export interface SpecSet {
  /** What is wrong with a value; empty when nothing is. */
  check(vendor: Vendor, schema: string, value: unknown): readonly ErrorObject[];
}

/** The files that are missing in a folder. */
export function missingSpecs(folder: string): readonly string[] {
  return Object.values(SPEC_FILES).filter((file) => !existsSync(join(folder, file)));
}

/** Component schemas by name, as they stand in the files. */
export type Schemas = Readonly<Record<Vendor, JsonObject>>;

/** Reads all of them. */
export function readSpecs(folder: string): Schemas {
  const read = (vendor: Vendor): JsonObject => {
    const text = readFileSync(join(folder, SPEC_FILES[vendor]), 'utf8');
    const document = asObject(SPEC_FILES[vendor].endsWith('.json') ? JSON.parse(text) : parse(text, PLAIN));
    return asObject(asObject(document?.['components'])?.['schemas']) ?? {};
  };
  return { openai: read('openai'), anthropic: read('anthropic'), gemini: read('gemini') };
}

const PLAIN = { maxAliasCount: -1, uniqueKeys: false } as const;

/** Compiles on first use, each schema once. `lenient` as {@link allowancesFor} has it. */
export function createSpecSet(schemas: Schemas, lenient: boolean): SpecSet {
  // Vendors' files have keywords and formats of their own.
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true, validateSchema: false });
  const added = new Set<Vendor>();
  return {
    check(vendor, schema, value) {
      if (!added.has(vendor)) {
        added.add(vendor);
        const $defs = closeSchemas(schemas[vendor], allowancesFor(vendor, lenient));
        ajv.addSchema({ $id: vendor, $defs });
      }
      const validate = ajv.getSchema(`${vendor}#/$defs/${memberOf(schemas[vendor], schema, value)}`);
      if (validate === undefined) throw new Error(`the specification of ${vendor} has no schema ${schema}`);
      return validate(value) === true ? [] : (validate.errors ?? []);
    },
  };
}

/** The member of a union that calls itself as the value does: its mistakes are told, not those of all others. */
function memberOf(schemas: JsonObject, schema: string, value: unknown): string {
  const type = asObject(value)?.['type'];
  const source = asObject(schemas[schema]);
  const members = asArray(source?.['anyOf'] ?? source?.['oneOf']).flatMap(
    (member) => asString(asObject(member)?.['$ref'])?.split('/').at(-1) ?? [],
  );
  return members.find((name) => labelOf(asObject(schemas[name])).includes(type)) ?? schema;
}

function labelOf(schema: JsonObject | undefined): readonly unknown[] {
  const type = asObject(asObject(schema?.['properties'])?.['type']);
  return type?.['const'] === undefined ? asArray(type?.['enum']) : [type['const']];
}
