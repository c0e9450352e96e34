/** «Настройки» (S16): what is changed here with its counts, then what the configuration file says. */
import type { Setting, SettingList } from '../../contracts/web-api.ts';
import { protocolAbility } from '../domain/software-version.ts';
import { messageText } from '../messages/messages.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';
import { LOAD_MODE } from './tables/tables.ts';

/** Settings that the process was started with: shown, not changed here. */
export type ConfigSetting = Pick<
  Setting,
  'key' | 'name' | 'value' | 'type' | 'choices' | 'byDefault' | 'secret' | 'source' | 'variable'
>;

const PROTOCOL = 'registers.protocolVersion';
const DEFAULT_PROTOCOL = '4';

type Stored = { shopCode: string | null; value: string; changedAt: string; changedBy: string | null };
type RegisterRow = { shopCode: string; protocolVersion: number; softwareVersion: string | null };

export async function settingsReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  config: readonly ConfigSetting[],
): Promise<SettingList> {
  const stored = await database.all<Stored>(
    `SELECT s.shop_code AS "shopCode", t.value AS value, t.changed_utc AS "changedAt", t.changed_by AS "changedBy"
     FROM setting t LEFT JOIN shop s ON s.shop_id = t.shop_id
     WHERE t.setting_key = ? AND (t.shop_id = '' OR s.shop_id IS NOT NULL) ORDER BY length(s.shop_code), s.shop_code`,
    [PROTOCOL],
  );
  const registers = await database.all<RegisterRow>(
    `SELECT s.shop_code AS "shopCode", r.protocol_version AS "protocolVersion", r.software_version AS "softwareVersion"
     FROM register r JOIN shop s ON s.shop_id = r.shop_id`,
  );
  const byDefault = { shopCode: null, value: DEFAULT_PROTOCOL, changedAt: null, changedBy: null };
  const ofServer = stored.find(({ shopCode }) => shopCode === null) ?? byDefault;
  const ofShops = stored.filter(({ shopCode }) => shopCode !== null);
  const settings = [
    ...[ofServer, ...ofShops].map((row) => protocolRow(row, registers)),
    { ...LOAD_MODE_ROW, ...FROM_CONFIG },
    ...config.map((row) => ({ ...row, ...FROM_CONFIG })),
  ];
  return { settings, asOf: utcText(clock.now()) };
}

/** `sales.loadMode` of the original server (M48): there is one store, so it has one value. */
const LOAD_MODE_ROW: ConfigSetting = {
  key: 'sales.loadMode',
  name: { ru: messageText('ru', 'setting.load_mode'), en: messageText('en', 'setting.load_mode') },
  value: LOAD_MODE,
  type: 'choice',
  choices: [LOAD_MODE],
  byDefault: LOAD_MODE,
  secret: false,
  source: null,
  variable: null,
};

const FROM_CONFIG = { shopCode: null, place: 'config', changedAt: null, changedBy: null, registers: null } as const;

function protocolRow(
  { shopCode, value, changedAt, changedBy }: Pick<Setting, 'shopCode' | 'value' | 'changedAt' | 'changedBy'>,
  registers: readonly RegisterRow[],
): Setting {
  const mine = registers.filter((register) => shopCode === null || register.shopCode === shopCode);
  const count = (is: (register: RegisterRow) => boolean) => mine.filter(is).length;
  return {
    key: PROTOCOL,
    shopCode,
    name: { ru: messageText('ru', 'setting.protocol'), en: messageText('en', 'setting.protocol') },
    value,
    type: 'choice',
    choices: ['3', '4'],
    byDefault: DEFAULT_PROTOCOL,
    secret: false,
    place: 'database',
    source: null,
    variable: null,
    changedAt,
    changedBy,
    registers: {
      onProtocol3: count(({ protocolVersion }) => protocolVersion === 3),
      onProtocol4: count(({ protocolVersion }) => protocolVersion === 4),
      tooOldFor4: count(({ softwareVersion }) => protocolAbility(softwareVersion, 4) === 'too_old'),
      unknownVersion: count(({ softwareVersion }) => protocolAbility(softwareVersion, 4) === 'unknown'),
    },
  };
}
