// Whether a valid configuration may be started as it is: not without keys, not open to the network by accident.

import { ConfigError } from './config-error.ts';
import { knownProvider } from './known-providers.ts';
import { networkPlace } from './network-place.ts';
import type { LoadedSettings, ProviderSettings, Settings } from './settings.ts';
import { showName } from './setting-path.ts';

/** `notices` are sentences for whoever starts the gateway; what forbids a start is thrown instead. */
export interface StartDecision {
  /** `simulator`: requests go to the built-in simulator, whatever providers are configured. */
  readonly mode: 'providers' | 'simulator';
  readonly notices: readonly string[];
}

/** What of the loaded settings decides. */
type Loaded = Pick<LoadedSettings, 'settings'> & Partial<Pick<LoadedSettings, 'storedKeys' | 'storeTrouble'>>;

/** Decides how to start. Throws {@link ConfigError} with every reason not to. */
export function checkStart({ settings, storedKeys = new Map(), storeTrouble }: Loaded): StartDecision {
  const problems: string[] = [];
  const notices: string[] = [];
  const providers = Object.entries(settings.providers);
  const beyondLoopback = networkPlace(settings.server.host) !== 'loopback';
  if (beyondLoopback && settings.clients.length === 0 && settings.auth !== 'none') {
    problems.push(
      `server.host: ${settings.server.host} is reachable from other machines, but no client keys are configured; set clients (or API_KEYS), or auth: none to let anybody in`,
    );
  }
  if (settings.simulate) {
    if (providers.length > 0) notices.push('simulate: the configured providers are not used');
    notices.push('Answers come from the built-in simulator (simulate is set)');
  } else {
    for (const [name, provider] of providers) {
      // Keys are added and removed while it runs: what has lost its last one is empty, not a mistake.
      const keyed = storedKeys.has(name);
      problems.push(...providerProblems(name, provider, settings, keyed));
      if (keyed && (provider.keys?.length ?? 0) + (storedKeys.get(name) ?? 0) === 0)
        notices.push(`${name} has no key and answers 503 until one is added: pollux keys add`);
    }
    if (providers.length === 0 && storeTrouble !== undefined) {
      problems.push(
        `data_dir: whether provider keys are stored there cannot be told (${storeTrouble}); mend or remove the file, or configure a provider`,
      );
    } else if (providers.length === 0 && beyondLoopback) {
      problems.push(
        'providers: none is configured; set GEMINI_API_KEYS or providers, or start with --simulate',
      );
    } else if (providers.length === 0) {
      notices.push(
        'No provider is configured: answers come from the built-in simulator; set GEMINI_API_KEYS to use Gemini',
      );
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return { mode: settings.simulate || providers.length === 0 ? 'simulator' : 'providers', notices };
}

function providerProblems(
  name: string,
  provider: ProviderSettings,
  settings: Settings,
  keyed: boolean,
): readonly string[] {
  const where = `providers.${showName(name)}`;
  const problems: string[] = [];
  if (!keyed && (provider.keys?.length ?? 0) === 0 && !isKeyless(name, provider)) {
    problems.push(`${where}.keys: holds no key; give it keys, remove the provider, or start with --simulate`);
  }
  if (provider.base_url === undefined) return problems;
  const url = new URL(provider.base_url);
  const place = networkPlace(url.hostname);
  if (url.protocol === 'http:' && place === 'public' && !provider.allow_http) {
    problems.push(
      `${where}.base_url: plain http to ${url.hostname} would show the keys to the network; use https, or set ${where}.allow_http: true`,
    );
  }
  const port = Number(url.port === '' ? (url.protocol === 'http:' ? 80 : 443) : url.port);
  if (place === 'loopback' && port === settings.server.port) {
    problems.push(`${where}.base_url: ${url.host} is this gateway itself; name the provider's own address`);
  }
  return problems;
}

/** Only a compatible service of the user's own may do without keys, and only when none were announced. */
function isKeyless(name: string, provider: ProviderSettings): boolean {
  if (provider.type !== 'openai-compatible' || provider.keys !== undefined) return false;
  const hosted = knownProvider(name)?.baseUrl;
  return hosted === undefined || !hosted.startsWith('https:') || hosted !== provider.base_url;
}
