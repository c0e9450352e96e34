import type { Config } from '../config.ts';
import type { StageLimits } from '../domain/transfer.ts';

/** How long a load may stand in each stage, as configured (registers §9). */
export function stageLimits({ transfers }: Pick<Config, 'transfers'>): StageLimits {
  const { requestedMs, acceptedMs, preparingMs, sentMs, receivedMs, loadedMs } = transfers;
  return {
    requested: requestedMs,
    accepted: acceptedMs,
    preparing: preparingMs,
    sent: sentMs,
    received: receivedMs,
    loaded: loadedMs,
  };
}
