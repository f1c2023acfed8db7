// What every search of the simulated model finds, whichever vendor searches.

/** The one page that there is. */
export const FOUND_SOURCE = { url: 'https://example.com/castor', title: 'example.com' } as const;
