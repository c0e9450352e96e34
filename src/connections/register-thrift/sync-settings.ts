/** The settings that travel with a command, in our words and in those of the wire. */
import type { SyncConfigInfo } from '../../../contracts/generated/register-commands_types.cjs';

/**
 * Settings of a register (registers §3.1). The register leaves alone what is not given and writes what is to its
 * configuration file, so give only what is meant to change.
 */
export type SyncSettings = {
  readonly registerId?: string;
  readonly shopId?: string;
  readonly registerCode?: string;
  readonly shopCode?: string;
  /** Broker of protocol 3. Another address makes the register build its route anew. */
  readonly brokerHost?: string;
  readonly brokerPort?: number;
  readonly httpHost?: string;
  readonly httpPort?: number;
  readonly dictionaryHost?: string;
  readonly dictionaryPort?: number;
  readonly clusterId?: string;
  readonly grpcHost?: string;
  readonly grpcPort?: number;
  readonly protocolVersion?: string;
  /** True: the register asks to be asked instead of sending by itself. */
  readonly asksFirst?: boolean;
};

const WIRE_NAMES = {
  registerId: 'cashId',
  shopId: 'shopId',
  registerCode: 'cashCode',
  shopCode: 'shopCode',
  brokerHost: 'qpidHostCS',
  brokerPort: 'qpidPortCS',
  httpHost: 'httpHostCS',
  httpPort: 'httpPortCS',
  dictionaryHost: 'dictUrlHostCS',
  dictionaryPort: 'dictUrlPortCS',
  clusterId: 'clusterId',
  grpcHost: 'grpcHostCS',
  grpcPort: 'grpcPortCS',
  protocolVersion: 'protocolVersion',
  asksFirst: 'unloadSalesRequestThroughCS',
} as const satisfies Record<keyof SyncSettings, keyof SyncConfigInfo>;

/** Only what is given is sent. */
export function toConfigInfo(settings: SyncSettings): Record<string, string | number | boolean | undefined> {
  const names = Object.keys(WIRE_NAMES) as (keyof SyncSettings)[];
  return Object.fromEntries(names.map((name) => [WIRE_NAMES[name], settings[name]]));
}
