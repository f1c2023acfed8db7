// Tools whose schema Anthropic's models know by heart and that the client runs itself (bash, text editor, memory,
// computer): for any other model their schema has to be said. Names and fields are those the client's runner expects.
// https://platform.claude.com/docs/en/agents-and-tools/tool-use/overview

import type { JsonObject } from '../../lib/json.ts';

/** What a tool of a type of Anthropic's is offered as elsewhere: a function whose `parameters` are JSON Schema. */
export interface ClientToolSchema {
  readonly description: string;
  readonly parameters: JsonObject;
}

const string = { type: 'string' };
const integer = { type: 'integer' };
const point = { type: 'array', items: integer, minItems: 2, maxItems: 2 };

function object(properties: JsonObject, required: string[]): JsonObject {
  return { type: 'object', properties, required };
}

function oneOf(...values: string[]): JsonObject {
  return { type: 'string', enum: values };
}

const bash: ClientToolSchema = {
  description: 'Runs a command in a bash session that keeps its state between calls.',
  parameters: object(
    { command: string, restart: { type: 'boolean', description: 'Restart the session.' } },
    [],
  ),
};

const textEditor: ClientToolSchema = {
  description: 'Views, creates and edits text files.',
  parameters: object(
    {
      command: oneOf('view', 'create', 'str_replace', 'insert'),
      path: string,
      file_text: { ...string, description: 'For create: the whole text of the file.' },
      old_str: {
        ...string,
        description: 'For str_replace: the text to replace; it must occur exactly once.',
      },
      new_str: { ...string, description: 'For str_replace: the text to put in its place.' },
      insert_line: {
        ...integer,
        description: 'For insert: the line after which to insert, 0 for the beginning.',
      },
      insert_text: { ...string, description: 'For insert: the text to insert.' },
      view_range: {
        type: 'array',
        items: integer,
        description: 'For view: first and last line, -1 for the end.',
      },
    },
    ['command', 'path'],
  ),
};

const memory: ClientToolSchema = {
  description: 'Keeps notes in files under /memories that last between conversations.',
  parameters: object(
    {
      command: oneOf('view', 'create', 'str_replace', 'insert', 'delete', 'rename'),
      path: string,
      file_text: string,
      old_str: string,
      new_str: string,
      insert_line: integer,
      insert_text: string,
      old_path: { ...string, description: 'For rename: the present path.' },
      new_path: { ...string, description: 'For rename: the path to be.' },
      view_range: { type: 'array', items: integer },
    },
    ['command'],
  ),
};

const COMPUTER_ACTIONS =
  'screenshot key type mouse_move left_click right_click middle_click double_click triple_click left_click_drag left_mouse_down left_mouse_up scroll hold_key wait cursor_position zoom'.split(
    ' ',
  );

function computer(tool: JsonObject): ClientToolSchema {
  const size = `${Number(tool['display_width_px'])}x${Number(tool['display_height_px'])}`;
  return {
    description: `Looks at and operates a computer's screen of ${size} pixels; coordinates are [x, y] from the top left.`,
    parameters: object(
      {
        action: { type: 'string', enum: [...COMPUTER_ACTIONS] },
        coordinate: point,
        start_coordinate: point,
        region: { type: 'array', items: integer, minItems: 4, maxItems: 4 },
        text: { ...string, description: 'Text to type, or keys to press such as ctrl+s.' },
        scroll_direction: oneOf('up', 'down', 'left', 'right'),
        scroll_amount: integer,
        duration: { type: 'number', description: 'Seconds to wait or to hold a key.' },
      },
      ['action'],
    ),
  };
}

/** The schema of a typed client tool by its name without the date, e.g. `bash`; undefined for any other tool. */
export function clientToolSchema(kind: string, tool: JsonObject): ClientToolSchema | undefined {
  switch (kind) {
    case 'bash':
      return bash;
    case 'text_editor':
      return textEditor;
    case 'memory':
      return memory;
    case 'computer':
      return computer(tool);
    default:
      return undefined;
  }
}
