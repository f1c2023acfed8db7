// What Google refuses in tool declarations beyond unknown names: names, empty objects, formats, required.
// https://ai.google.dev/gemini-api/docs/function-calling
import { asObject, asString, isObject } from '../../lib/json.ts';
import type { JsonReply } from '../reply.ts';
import { invalidArgument } from './errors.ts';
import { wireField, wireList, wireObject } from './wire-field.ts';

const FUNCTION_NAME = /^[a-zA-Z_][a-zA-Z0-9_.:-]{0,63}$/u;
const MOST_DECLARATIONS = 512;
const STRING_FORMATS = new Set(['enum', 'date-time']);

/** The first 400 that the tools deserve. `generation` is the model's major version. */
export function checkTools(body: unknown, generation: number): JsonReply | undefined {
  const faults: string[] = [];
  const names = new Set<string>();
  let hasBuiltIn = false;
  for (const [toolIndex, tool] of wireList(body, 'tools').entries()) {
    const declarations = wireList(tool, 'functionDeclarations');
    hasBuiltIn ||=
      isObject(tool) && Object.keys(tool).some((name) => !/^function_?declarations$/iu.test(name));
    for (const [index, declaration] of declarations.entries()) {
      const path = `GenerateContentRequest.tools[${toolIndex}].function_declarations[${index}]`;
      checkDeclaration(declaration, path, names, faults);
    }
  }
  if (names.size > MOST_DECLARATIONS)
    faults.push('* GenerateContentRequest.tools: too many function declarations');
  if (faults.length > 0) return invalidArgument(faults.join('\n'));
  if (hasBuiltIn && names.size > 0) return checkMixing(body, generation);
  return checkCallingMode(body, names);
}

function checkDeclaration(declaration: unknown, path: string, names: Set<string>, faults: string[]): void {
  const name = asString(wireField(declaration, 'name')) ?? '';
  if (!FUNCTION_NAME.test(name)) {
    faults.push(
      `* ${path}.name: [FieldIsInvalid] Invalid function name. Must start with a letter or an underscore. Must be ` +
        'alphameric (a-z, A-Z, 0-9), underscores (_), dots (.), colons (:), or dashes (-), with a maximum length of 64.',
    );
  } else if (names.has(name)) {
    faults.push(`* ${path}.name: Duplicate function declaration found: ${name}`);
  }
  names.add(name);
  const parameters = wireField(declaration, 'parameters');
  const jsonSchema = wireField(declaration, 'parametersJsonSchema');
  if (parameters !== undefined && jsonSchema !== undefined) {
    faults.push(`* ${path}: only one of parameters and parameters_json_schema may be set`);
  }
  if (parameters !== undefined) checkSchema(parameters, `${path}.parameters`, faults);
}

/** Walks an OpenAPI schema that has already passed the name check. */
export function checkSchema(schema: unknown, path: string, faults: string[]): void {
  const node = asObject(schema);
  if (!node || faults.length > 10) return;
  const type = asString(wireField(node, 'type'))?.toUpperCase();
  const properties = wireObject(node, 'properties');
  const options = wireList(node, 'anyOf');
  if (type === 'OBJECT' && (!properties || Object.keys(properties).length === 0)) {
    faults.push(`* ${path}.properties: should be non-empty for OBJECT type`);
  }
  if (type === 'ARRAY' && wireField(node, 'items') === undefined)
    faults.push(`* ${path}.items: missing field.`);
  const format = asString(wireField(node, 'format'));
  if (type === 'STRING' && format && !STRING_FORMATS.has(format)) {
    faults.push(`* ${path}.format: only 'enum' and 'date-time' are supported for STRING type`);
  }
  if (wireList(node, 'enum').length > 0 && type !== 'STRING')
    faults.push(`* ${path}.enum: only allowed for STRING type`);
  if (wireList(node, 'enum').includes('')) faults.push(`* ${path}.enum[0]: cannot be empty`);
  for (const [index, name] of wireList(node, 'required').entries()) {
    if (!properties || !Object.hasOwn(properties, String(name)))
      faults.push(`* ${path}.required[${index}]: property is not defined`);
  }
  for (const [name, property] of Object.entries(properties ?? {}))
    checkSchema(property, `${path}.properties[${name}]`, faults);
  checkSchema(wireField(node, 'items'), `${path}.items`, faults);
  for (const [index, option] of options.entries()) checkSchema(option, `${path}.any_of[${index}]`, faults);
}

function checkMixing(body: unknown, generation: number): JsonReply | undefined {
  if (generation < 3) return invalidArgument('Tool use with function calling is unsupported');
  if (wireField(wireField(body, 'toolConfig'), 'includeServerSideToolInvocations') === true) return undefined;
  return invalidArgument(
    'Please enable tool_config.include_server_side_tool_invocations to use Built-in tools with Function calling.',
  );
}

function checkCallingMode(body: unknown, names: ReadonlySet<string>): JsonReply | undefined {
  const config = wireField(wireField(body, 'toolConfig'), 'functionCallingConfig');
  const mode = asString(wireField(config, 'mode'))?.toUpperCase();
  const allowed = wireList(config, 'allowedFunctionNames');
  if (mode === 'ANY' && names.size === 0) {
    return invalidArgument('Function calling config is set without function_declarations.');
  }
  if (allowed.length === 0) return undefined;
  if (mode !== 'ANY' && mode !== 'VALIDATED') {
    return invalidArgument(
      'Allowed function names should only be set when function calling mode is ANY or VALIDATED.',
    );
  }
  const stray = allowed.find((name) => !names.has(String(name)));
  if (stray === undefined) return undefined;
  return invalidArgument(
    `allowed_function_names contains a name that is not declared: ${JSON.stringify(stray)}`,
  );
}
