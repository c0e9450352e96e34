/** Words that name a register, a transfer, a gap or a difference. */
import { parseShiftKey } from '../../domain/shift-key.ts';
import type { RegisterAddress, ShiftAddress } from './client.ts';
import { type CommandContext, wrongUse } from './command.ts';

/** `12/3`: shop and register. Anything else ends the command. */
export function readRegisterAddress({ output }: Pick<CommandContext, 'output'>, word: string): RegisterAddress {
  const [, shopCode, registerCode] = /^([^/\s]+)\/([^/\s]+)$/.exec(word) ?? [];
  if (shopCode === undefined || registerCode === undefined) throw wrongUse(output, 'usage.register_address', { word });
  return { shopCode, registerCode };
}

/** `T-88` as people write it: also `t-88`, `88`, and with the Russian letter. */
export function readTransferId({ output }: Pick<CommandContext, 'output'>, word: string): string {
  const number = /^(?:[TtТт]-?)?(\d{1,15})$/.exec(word)?.[1];
  if (number === undefined) throw wrongUse(output, 'usage.transfer', { word });
  return `T-${number}`;
}

/** `G-12` as people write it: also `g-12`, `12`. */
export function readGapId({ output }: Pick<CommandContext, 'output'>, word: string): string {
  const number = /^(?:[Gg]-?)?(\d{1,15})$/.exec(word)?.[1];
  if (number === undefined) throw wrongUse(output, 'usage.gap', { word });
  return `G-${number}`;
}

/** `D-12` as people write it: also `d-12`, `12`. */
export function readCaseId({ output }: Pick<CommandContext, 'output'>, word: string): string {
  const number = /^(?:[Dd]-?)?(\d{1,15})$/.exec(word)?.[1];
  if (number === undefined) throw wrongUse(output, 'usage.case', { word });
  return `D-${number}`;
}

/** `E-301` as people write it: also `e-301`, `301`, and with the Russian letter. */
export function readFileId({ output }: Pick<CommandContext, 'output'>, word: string): string {
  const number = /^(?:[EeЕе]-?)?(\d{1,15})$/.exec(word)?.[1];
  if (number === undefined) throw wrongUse(output, 'usage.export_file', { word });
  return `E-${number}`;
}

/** `12/3/347@2026-03-14`: shop, register, shift. Anything else ends the command. */
export function readShiftAddress({ output }: Pick<CommandContext, 'output'>, word: string): ShiftAddress {
  const [shopCode = '', registerCode = '', key = '', ...more] = word.split('/');
  const whole = shopCode !== '' && registerCode !== '' && more.length === 0 && parseShiftKey(key) !== null;
  if (!whole) throw wrongUse(output, 'usage.shift_address', { word });
  return { shopCode, registerCode, key };
}
