// OpenAI's smaller endpoints as a provider may have them too. Who has one is sent its requests as they came.

/** An endpoint, by what it is about. */
export type EndpointName =
  | 'completions'
  | 'images'
  | 'speech'
  | 'transcriptions'
  | 'translations'
  | 'moderations';

/** Path and query below the base URL; undefined for models that the provider does not serve there. */
export type EndpointPath = (model: string) => string | undefined;

/**
 * The endpoints that a provider has. For one that is missing, requests are translated into conversations, where that
 * can be done.
 */
export type Endpoints = Readonly<Partial<Record<EndpointName, EndpointPath>>>;

const paths: Readonly<Record<EndpointName, string>> = {
  completions: '/completions',
  images: '/images/generations',
  speech: '/audio/speech',
  transcriptions: '/audio/transcriptions',
  translations: '/audio/translations',
  moderations: '/moderations',
};

/** All of them, in the order of the documentation. */
export const endpointNames = Object.keys(paths) as readonly EndpointName[];

/** The named endpoints at OpenAI's own paths. `place` moves a path, e.g. below the name of a deployment. */
export function endpointsAt(
  names: readonly EndpointName[],
  place: (path: string, model: string) => string = (path) => path,
): Endpoints {
  return Object.fromEntries(names.map((name) => [name, (model: string) => place(paths[name], model)]));
}
