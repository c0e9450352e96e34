/** What the audit trail says of shops and registers that people add and change. */
import { differing, type NewEntry, type Values } from '../../audit/audit.ts';
import type { Statements } from '../../platform/database/database.ts';

type Ids = { shopId: string; registerId: string };

export function shopEntry(
  shopId: string,
  { shopCode, name, timeZone }: { shopCode: string; name?: string; timeZone: string },
): NewEntry {
  return { verb: 'add', object: 'shop', key: shopCode, shopCode, new: { shopId, name: name ?? null, timeZone } };
}

export async function registerAddedEntry(tx: Statements, shopCode: string, ids: Ids): Promise<NewEntry> {
  const { registerCode, ...values } = await registerValues(tx, ids);
  const key = `${shopCode}/${registerCode}`;
  return { verb: 'add', object: 'register', key, shopCode, new: { registerId: ids.registerId, ...values } };
}

export function registerChangedEntry(
  { shopCode, registerCode }: { shopCode: string; registerCode: string },
  before: Values,
  now: Values,
): NewEntry {
  const key = `${shopCode}/${registerCode}`;
  return { verb: 'change', object: 'register', key, shopCode, ...differing(before, now) };
}

type Row = {
  registerCode: string;
  name: string | null;
  protocolVersion: number;
  softwareVersion: string | null;
  inService: number;
  commandHost: string | null;
  commandPort: number | null;
  certificateName: string | null;
  certificateRequired: number;
  tokenRequired: number;
};

/** What people can change of a register, as it is in the transaction. */
export async function registerValues(
  tx: Statements,
  { shopId, registerId }: Ids,
): Promise<Values & { registerCode: string }> {
  const row = await tx.get<Row>(
    `SELECT register_code AS "registerCode", name, protocol_version AS "protocolVersion",
       software_version AS "softwareVersion", in_service AS "inService", command_host AS "commandHost",
       command_port AS "commandPort", certificate_name AS "certificateName",
       certificate_required AS "certificateRequired", token_required AS "tokenRequired"
     FROM register WHERE shop_id = ? AND register_id = ?`,
    [shopId, registerId],
  );
  if (row === undefined) throw new Error(`the register ${registerId} is gone within its own transaction`);
  return {
    ...row,
    inService: row.inService === 1,
    certificateRequired: row.certificateRequired === 1,
    tokenRequired: row.tokenRequired === 1,
  };
}
