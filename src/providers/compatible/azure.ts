// Azure OpenAI. The base URL is the resource with `/openai`, e.g. `https://<resource>.openai.azure.com/openai`; a model
// is the name of a deployment. https://learn.microsoft.com/en-us/azure/ai-foundry/openai/reference

import { openaiQuirks } from '../openai/openai-quirks.ts';
import { endpointsAt } from '../endpoint.ts';
import { defineCompatible } from './define-compatible.ts';

/** The newest version of the data plane that is not a preview. */
const API_VERSION = '2024-10-21';

/** Azure OpenAI. */
export const azure = defineCompatible({
  name: 'azure',
  credential: 'api-key',
  quirks: {
    ...openaiQuirks,
    // Deployments of older versions know neither.
    systemRole: 'system',
    customTools: false,
    openaiFields: false,
    allowedTools: false,
    webSearchModels: undefined,
  },
  paths: {
    chat: (model) => `/deployments/${encodeURIComponent(model)}/chat/completions?api-version=${API_VERSION}`,
    // The deployment is named by the body's model: https://learn.microsoft.com/en-us/azure/ai-foundry/openai/how-to/responses
    responses: () => '/v1/responses',
    models: `/models?api-version=${API_VERSION}`,
    probe: `/models?api-version=${API_VERSION}`,
    embeddings: (model) => `/deployments/${encodeURIComponent(model)}/embeddings?api-version=${API_VERSION}`,
  },
  endpoints: endpointsAt(
    ['completions', 'images', 'speech', 'transcriptions', 'translations'],
    (path, model) => `/deployments/${encodeURIComponent(model)}${path}?api-version=${API_VERSION}`,
  ),
});
