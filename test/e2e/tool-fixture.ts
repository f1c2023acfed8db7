// Two tools that the simulated model calls when a text names them, in JSON Schema.

export const CITY_SCHEMA = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
} as const;

export const TOOL_NAMES = ['get_weather', 'get_time'] as const;

export const ASK_ONE = 'Please use get_weather for me';
export const ASK_BOTH = 'Please use get_weather and get_time for me';
