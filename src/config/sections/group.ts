// A group of keys behind one target URL, the older form of a provider.

import { baseUrl } from '../fields/base-url.ts';
import { list } from '../fields/list.ts';
import { secretUrl } from '../fields/secret-url.ts';
import { text } from '../fields/text.ts';
import { providerKey } from './provider.ts';
import { section } from './section.ts';

/** One entry of `groups`. */
export const groupSection = section({
  name: text('a name').describe('Name of the group.'),
  target_url: baseUrl()
    .prefault('https://generativelanguage.googleapis.com/v1beta/openai/')
    .describe(
      'Where its keys are valid; an address ending in /v1beta/openai/ means Gemini, spoken natively.',
    ),
  api_keys: list(providerKey).describe('Credentials.'),
  proxy_url: secretUrl(['http', 'https', 'socks5']).optional().describe('Proxy on the way there.'),
});
