import { createContext, useContext } from 'react';

/**
 * The zone whose clock shows the instants of a part of the page: of the shop where a shop is concerned, of the server in the
 * log. undefined = that of this browser.
 */
const ZoneContext = createContext<string | undefined>(undefined);

export const Zone = ZoneContext;

/** The zone of the part of the page that asks. */
export function useZone(): string | undefined {
  return useContext(ZoneContext);
}
