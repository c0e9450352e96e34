import type { ReactNode } from 'react';
import type { Right } from '../../../src/domain/access.ts';
import { useMay } from '../api/own-rights.ts';

type AllowedProps = {
  right: Right;
  /** The shop that it is about, by its code. */
  shop?: string | undefined;
  /** It is about the whole network. */
  network?: boolean;
  children: ReactNode;
};

/** What somebody may do; nothing where the server would refuse it. */
export function Allowed({ right, shop, network = false, children }: AllowedProps) {
  const may = useMay();
  const where = network ? 'network' : shop === undefined ? undefined : { shopCode: shop };
  return may(right, where) ? children : null;
}
