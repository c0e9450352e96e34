/** `smena load`: asks a register for its sales (M3, M4, M9); a week or more is confirmed first (M10–M12). */
import type { NewTransfer } from '../../../../contracts/web-api.ts';
import { toLocal } from '../../../domain/local-time.ts';
import { formatOptions, sourceOptions, tryOption } from '../arguments.ts';
import type { RegisterAddress, SmenaClient } from '../client.ts';
import { type Command, type CommandContext, optionText, taken, wrongUse } from '../command.ts';
import { confirmLoad } from '../confirm-load.ts';
import { readDate } from '../dates.ts';
import { checkWait, followRequested, waitOptions } from '../follow-transfer.ts';
import { withServer } from '../running-server.ts';

const SERVER = '--server http://127.0.0.1:8080';

export const loadCommand: Command = {
  words: ['load'],
  operands: [0, 0],
  operandText: '--shop CODE --register CODE',
  summary: 'command.load',
  examples: [
    `smena load --shop 12 --register 3 ${SERVER}`,
    `smena load --shop 12 --register 3 --from вчера --wait ${SERVER}`,
    `smena load --shop 12 --register 3 --from 2026-11-01 --to 2026-11-08 --yes --wait --timeout 600 ${SERVER}`,
    `smena load --shop 12 --register 3 --shifts 340..347 ${SERVER}`,
  ],
  options: {
    shop: { type: 'string', value: 'CODE' },
    register: { type: 'string', value: 'CODE' },
    from: { type: 'string', value: 'DATE' },
    to: { type: 'string', value: 'DATE' },
    shifts: { type: 'string', value: 'FIRST..LAST' },
    yes: { type: 'boolean' },
    ...waitOptions,
    author: { type: 'string', value: 'NAME' },
    ...tryOption,
    ...formatOptions,
    ...sourceOptions,
  },
  async run(context) {
    const address = readPlace(context);
    const shifts = readShifts(context);
    checkDates(context);
    checkWait(context);
    return withServer(context, 'load', async (server, client, interrupted) => {
      const range = shifts ?? (await readPeriod(context, client, address));
      const wanted = {
        ...address,
        range,
        confirmed: context.options.yes === true,
        author: optionText(context, 'author'),
      };
      let answer = taken(context, await server.requestTransfer(wanted));
      if ('preview' in answer) {
        await confirmLoad(context, server, wanted, answer, interrupted);
        answer = taken(context, await server.requestTransfer({ ...wanted, confirmed: true }));
      }
      if ('preview' in answer) throw new Error('the server asks about what is confirmed');
      return followRequested(context, client, answer, interrupted);
    });
  },
};

function readPlace(context: CommandContext): RegisterAddress {
  const shopCode = optionText(context, 'shop');
  const registerCode = optionText(context, 'register');
  if (shopCode === undefined || registerCode === undefined) throw wrongUse(context.output, 'usage.load_place');
  return { shopCode, registerCode };
}

/** `340..347` or one number. */
function readShifts(context: CommandContext): Extract<NewTransfer['range'], { kind: 'shifts' }> | null {
  const written = optionText(context, 'shifts');
  if (written === undefined) return null;
  if (context.options.from !== undefined || context.options.to !== undefined)
    throw wrongUse(context.output, 'usage.shifts_or_dates');
  const [, from = '', to = from] = /^([1-9]\d{0,8})(?:\.\.([1-9]\d{0,8}))?$/.exec(written) ?? [];
  if (from === '') throw wrongUse(context.output, 'usage.shifts', { word: written });
  return { kind: 'shifts', from: Number(from), to: Number(to) };
}

/** What is no date is told before the server is asked anything. */
function checkDates(context: CommandContext): void {
  const from = optionText(context, 'from');
  const to = optionText(context, 'to');
  if (from === undefined && to !== undefined) throw wrongUse(context.output, 'usage.to_needs_from');
  if (from !== undefined) readDate(context, '--from', from, 'UTC');
  if (to !== undefined) readDate(context, '--to', to, 'UTC');
}

/** The days of the shop from midnight to the last second; without `--to` up to today, without both what is new. */
async function readPeriod(
  context: CommandContext,
  client: SmenaClient,
  { shopCode }: RegisterAddress,
): Promise<NewTransfer['range']> {
  const from = optionText(context, 'from');
  if (from === undefined) return { kind: 'new' };
  const { timeZone } = taken(context, await client.registers(shopCode)).shop;
  const to = optionText(context, 'to');
  const today = toLocal(context.parts.clock.now(), timeZone).slice(0, 10);
  const first = readDate(context, '--from', from, timeZone);
  const last = to === undefined ? today : readDate(context, '--to', to, timeZone);
  return { kind: 'dates', from: `${first}T00:00:00`, to: `${last}T23:59:59` };
}
