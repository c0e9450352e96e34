/** Words that name a register, a transfer, a gap or a difference. */
import type { RegisterAddress } from './client.ts';
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
