/** Whose the records of a package are: the register that sent it, or the registers that a file by hand names. */
import { type MessageCode, type MessageParams, messageText } from '../../messages/messages.ts';
import type { PackageHeader } from '../intake/intake.ts';
import { ensureRegisterForFile, type KnownRegister } from '../registers/registers.ts';
import type { Batch } from './batch.ts';
import { type LoadContext, newContext } from './load-context.ts';
import type { ContextOf } from './load-package.ts';

/** The package cannot be written now and is kept in `error` until the cause is gone. */
export class PackageHeld extends Error {
  override name = 'PackageHeld';
  readonly code: MessageCode;
  readonly params: MessageParams;

  constructor(code: MessageCode, params: MessageParams) {
    super(messageText('en', code, params));
    this.code = code;
    this.params = params;
  }
}

export type Contexts = {
  of: ContextOf;
  /** Those that were asked for. */
  all(): LoadContext[];
};

export type ContextParts = {
  batch: Batch;
  header: PackageHeader;
  packageName: string;
  /** Time zone of shops that a file by hand brings into being. */
  timeZone: string;
};

/** Throws PackageHeld for an unknown register (register.unknown) and for one that calls itself otherwise (P5). */
export function openContexts(parts: ContextParts): Contexts {
  const { batch, header } = parts;
  const known = new Map<string, LoadContext>();

  const contextFor = (register: KnownRegister) =>
    newContext(batch, register, { packageName: parts.packageName, receivedUtc: header.receivedAt });

  async function ofSender(registerCode: string | null): Promise<LoadContext> {
    let context = known.get('');
    if (context === undefined) {
      const { registerId, shopId } = header;
      const register = await batch.register(registerId);
      if (register === undefined) throw new PackageHeld('register.unknown', { registerId, shopId });
      if (shopId !== '' && shopId !== register.shopId)
        throw new PackageHeld('register.shop_mismatch', { registerId, reported: shopId, expected: register.shopId });
      context = await contextFor(register);
      known.set('', context);
    }
    const expected = context.register.registerCode;
    if (registerCode !== null && registerCode !== expected)
      throw new PackageHeld('register.code_mismatch', { reported: registerCode, expected });
    return context;
  }

  async function ofFile(shopCode: string, registerCode: string | null): Promise<LoadContext> {
    if (registerCode === null) {
      const [first] = known.values();
      if (first !== undefined) return first;
    }
    const code = registerCode ?? '';
    let context = known.get(code);
    if (context === undefined) {
      const named = { shopCode, registerCode: code === '' ? '0' : code, timeZone: parts.timeZone };
      context = await contextFor(await ensureRegisterForFile(batch.tx, batch.clock, named));
      known.set(code, context);
    }
    return context;
  }

  return {
    of: (registerCode) =>
      header.shopCode !== null && header.door === 'file'
        ? ofFile(header.shopCode, registerCode)
        : ofSender(registerCode),
    all: () => [...known.values()],
  };
}
