/** A register with its shop, as it is read. */

export type KnownRegister = {
  shopId: string;
  shopCode: string;
  timeZone: string;
  registerId: string;
  registerCode: string;
  protocolVersion: number;
  inService: boolean;
  /** Name in a certificate that stands for it; null = its id. */
  certificateName: string | null;
  /** It must not come without one (M18). */
  certificateRequired: boolean;
  /** It must not come without a token, unless it shows a certificate. */
  tokenRequired: boolean;
};

export const COLUMNS = `SELECT r.shop_id AS "shopId", s.shop_code AS "shopCode", s.time_zone AS "timeZone",
  r.register_id AS "registerId", r.register_code AS "registerCode", r.protocol_version AS "protocolVersion",
  r.in_service AS "inService", r.certificate_name AS "certificateName", r.certificate_required AS "certificateRequired",
  r.token_required AS "tokenRequired"`;
export const FROM = 'FROM register r JOIN shop s ON s.shop_id = r.shop_id';

export type SelectedRegister = Omit<KnownRegister, Flag> & Record<Flag, number>;

type Flag = 'inService' | 'certificateRequired' | 'tokenRequired';

/** A row as it is used. */
export function knownOf<T extends SelectedRegister>(row: T): Omit<T, Flag> & KnownRegister {
  const { inService, certificateRequired, tokenRequired } = row;
  return {
    ...row,
    inService: inService !== 0,
    certificateRequired: certificateRequired !== 0,
    tokenRequired: tokenRequired !== 0,
  };
}
