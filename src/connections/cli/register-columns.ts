/** How registers are shown: a list of them, and one alone. */
import type { Register } from '../../../contracts/web-api.ts';
import type { Output } from './output.ts';
import { countColumn, showTime, showUtc, textColumn } from './show.ts';
import { type Column, oneLine, textWidth } from './table.ts';

/** Where a command service listens when nobody has said on which port. */
const COMMAND_PORT = 7795;

export function registerColumns(output: Output): Column<Register>[] {
  return [
    { title: output.text('column.register'), show: (row) => `${row.shopCode}/${row.registerCode}` },
    textColumn(output, 'column.payment_name', (row) => row.name, 4),
    countColumn(output, 'column.protocol', (row) => row.protocolVersion, 1),
    {
      title: output.text('column.state'),
      show: (row) => output.text(row.inService ? 'register_state.in_service' : 'register_state.out_of_service'),
      plain: (row) => (row.inService ? 'in_service' : 'out_of_service'),
    },
    {
      title: output.text('column.asked_by'),
      show: (row) => askedBy(output, row),
      plain: (row) => (row.asked.by === 'command_service' ? (commandAddress(row) ?? '') : row.asked.by),
      rank: 3,
    },
    {
      title: output.text('column.last_contact'),
      show: (row) => showUtc(output, row.lastContactAt),
      plain: (row) => row.lastContactAt ?? '',
      rank: 2,
    },
    {
      title: output.text('column.last_load'),
      show: (row) => showUtc(output, row.lastLoadAt),
      plain: (row) => row.lastLoadAt ?? '',
      rank: 5,
    },
    {
      title: output.text('column.last_sale'),
      show: (row) => showTime(output, row.lastSaleAt),
      plain: (row) => row.lastSaleAt ?? '',
    },
    countColumn(output, 'column.open_shift', (row) => row.openShiftNumber, 2),
    countColumn(output, 'column.not_exported', (row) => row.notExportedShifts, 2),
    textColumn(output, 'column.identifier', (row) => row.registerId, 6),
    textColumn(output, 'column.software', (row) => row.softwareVersion, 5),
  ];
}

/** By what the register is asked now. */
function askedBy(output: Output, { asked, ...register }: Register): string {
  if (asked.by === 'stream') return output.text('register_asked.stream', { since: showUtc(output, asked.streamSince) });
  if (asked.by === 'store_server') return output.text('register_asked.store_server');
  return asked.by === 'nothing' ? output.text('register_asked.nothing') : (commandAddress(register) ?? '');
}

function commandAddress({ commandHost, commandPort }: Pick<Register, 'commandHost' | 'commandPort'>): string | null {
  return commandHost === null ? null : `${commandHost}:${commandPort ?? COMMAND_PORT}`;
}

/** How a register shows that it is the one it says, for its card. */
function proofColumns(output: Output): Column<Register>[] {
  return [
    {
      title: output.text('column.proof_required'),
      show: ({ certificate, tokens }) => {
        if (certificate.required) return output.text('register_proof.certificate');
        return output.text(tokens.required ? 'register_proof.token' : 'register_proof.nothing');
      },
    },
    {
      title: output.text('column.certificate'),
      show({ certificate: { serial, endsAt, seenAt } }) {
        if (serial === null) return output.text('register_proof.no_certificate');
        const told = { serial, endsAt: showUtc(output, endsAt), seenAt: showUtc(output, seenAt) };
        return output.text('register_proof.shown', told);
      },
    },
    {
      title: output.text('column.tokens'),
      show: ({ tokens: { good: n, lastUsedAt } }) =>
        output.text('register_proof.tokens', { n, usedAt: showUtc(output, lastUsedAt) }),
    },
  ];
}

/** One register as data; for people a line for each of its values. */
export function printRegister(output: Output, register: Register): void {
  if (output.format === 'json') output.document(register);
  else if (output.format === 'ndjson') output.object(register);
  else if (output.format === 'plain') output.table(registerColumns(output), [register]);
  else {
    const rows = [...registerColumns(output), ...proofColumns(output)];
    const width = Math.max(...rows.map(({ title }) => textWidth(title)));
    for (const { title, show } of rows)
      output.data(`${title}${' '.repeat(width - textWidth(title))}  ${oneLine(show(register))}`);
    if (register.asked.why !== null) output.note(register.asked.why[output.language]);
  }
}
