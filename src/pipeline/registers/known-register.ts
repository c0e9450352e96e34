/** A register with its shop, as it is read. */

export type KnownRegister = {
  shopId: string;
  shopCode: string;
  timeZone: string;
  registerId: string;
  registerCode: string;
  protocolVersion: number;
  inService: boolean;
};

export const COLUMNS = `SELECT r.shop_id AS "shopId", s.shop_code AS "shopCode", s.time_zone AS "timeZone",
  r.register_id AS "registerId", r.register_code AS "registerCode", r.protocol_version AS "protocolVersion",
  r.in_service AS "inService"`;
export const FROM = 'FROM register r JOIN shop s ON s.shop_id = r.shop_id';

export type SelectedRegister = Omit<KnownRegister, 'inService'> & { inService: number };
