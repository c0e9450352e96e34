import type { Setting } from '../../../../contracts/web-api.ts';
import { MISSING } from '../../format/format.ts';
import type { Translate } from '../../ui/language.tsx';

export const PROTOCOL = 'registers.protocolVersion';

/** A value for people: «4 (grpc)». */
export function valueText({ key, value }: Pick<Setting, 'key' | 'value'>, t: Translate): string {
  if (key === PROTOCOL && (value === '3' || value === '4')) return t(`settings.protocol${value}`);
  return value ?? MISSING;
}

export function scopeText({ shopCode }: Pick<Setting, 'shopCode'>, t: Translate): string {
  return shopCode === null ? t('settings.everywhere') : t('settings.shop', { code: shopCode });
}
