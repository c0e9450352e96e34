/**
 * `smena certificates …`: the built-in authority of the lines of registers (M18). The commands work on files of the data folder,
 * also while a server runs on it: keys go through no network, and the server sees by itself what has changed.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { hostname, networkInterfaces } from 'node:os';
import { join, resolve } from 'node:path';
import type { Expiry } from '../../../../contracts/web-api.ts';
import type { BookedCertificate } from '../../../certificates/certificates.ts';
import { expiryState } from '../../../domain/expiry.ts';
import { isServerName } from '../../../domain/store-server.ts';
import { utcText } from '../../../platform/clock.ts';
import { readRegisterAddress } from '../addresses.ts';
import { formatOptions, sourceOptions } from '../arguments.ts';
import { type Command, type CommandContext, CommandEnd, optionCount, optionText, taken } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { withServer } from '../running-server.ts';
import { showUtc } from '../show.ts';
import type { Column } from '../table.ts';

const ADDRESS = 'SHOP/REGISTER|server-CODE';
/** Ten years. */
const MOST_DAYS = 3650;

// Few need it, and its library is not small.
const authority = () => import('../../../certificates/certificates.ts');
const folderOf = (context: CommandContext) => join(context.config().dataFolder, 'certificates');

const initCommand: Command = {
  words: ['certificates', 'init'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.certificates_init',
  examples: [
    'smena certificates init --data /var/lib/smena',
    'smena certificates init --host kassa.example,10.5.0.1 --days 397',
  ],
  options: {
    host: { type: 'string', value: 'NAME,ADDRESS' },
    days: { type: 'string', value: 'DAYS', most: MOST_DAYS },
    ...formatOptions,
    ...sourceOptions,
  },
  async run(context) {
    const { output, parts } = context;
    const { initCertificates, SERVER_DAYS, authorityFiles } = await authority();
    const hosts = optionText(context, 'host')?.split(',') ?? ownHosts(context.config().registers.serverHost);
    const folder = folderOf(context);
    const days = optionCount(context, 'days') ?? SERVER_DAYS;
    const entry = { verb: 'issue', object: 'certificate', key: '', new: { hosts, days } } as const;
    const { made, server, authorityEndsMs } = await parts.recordLocally(context.config(), entry, () =>
      initCertificates(folder, { hosts, days, nowMs: parts.clock.now() }),
    );
    const file = join(folder, authorityFiles.certificate);
    const told = {
      ...{ made, folder, authority: file, authorityEndsAt: utcText(authorityEndsMs) },
      ...{ hosts, serial: server.serialNumber, endsAt: utcText(server.validToMs) },
    };
    if (output.format === 'json') output.document(told);
    else if (output.format === 'ndjson') output.object(told);
    else {
      const params = { hosts: hosts.join(', '), endsAt: showUtc(output, told.endsAt), file };
      output.data(output.text(made ? 'certificates.made' : 'certificates.server_renewed', params));
    }
    return exitCodes.ok;
  },
};

/** What the certificate of the server stands for when nobody has said: what registers are told, this machine, its addresses. */
function ownHosts(serverHost: string | null): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);
  // Addresses of a link are known to that link only.
  const outside = addresses.filter(({ address }) => !address.startsWith('fe80')).map(({ address }) => address);
  return [...new Set([...(serverHost === null ? [] : [serverHost]), hostname(), 'localhost', ...outside])];
}

const issueCommand = issuing('issue', 'command.certificates_issue');
const renewCommand = issuing('renew', 'command.certificates_renew');

/** Both issue; what is renewed replaces the older ones, which end when the new one is in use. */
function issuing(verb: 'issue' | 'renew', summary: Command['summary']): Command {
  return {
    words: ['certificates', verb],
    operands: [1, 1],
    operandText: ADDRESS,
    summary,
    examples: [
      `smena certificates ${verb} 12/3 --out ./register-12-3 --data /var/lib/smena`,
      `smena certificates ${verb} 12/3 --id _cash_3_0a1b2c3d --out ./register-12-3`,
      `smena certificates ${verb} server-12 --out ./server-12 --data /var/lib/smena`,
    ],
    options: {
      out: { type: 'string', value: 'DIR' },
      id: { type: 'string', value: 'ID' },
      days: { type: 'string', value: 'DAYS', most: MOST_DAYS },
      ...formatOptions,
      ...sourceOptions,
    },
    async run(context) {
      const { output, parts } = context;
      const registerId = await idOf(context);
      const { issueCertificate, REGISTER_DAYS } = await authority();
      const days = optionCount(context, 'days') ?? REGISTER_DAYS;
      const entry = { verb: 'issue', object: 'certificate', key: registerId, new: { days } } as const;
      const issued = await parts.recordLocally(context.config(), entry, async () => {
        const wanted = { registerId, days, nowMs: parts.clock.now() };
        return (await issueCertificate(folderOf(context), wanted)) ?? Promise.reject(noAuthority(context));
      });
      const [folder, endsAt] = [resolve(optionText(context, 'out') ?? `.`), utcText(issued.validToMs)];
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const names = ['register.certificate.pem', 'register.key.pem', 'authority.certificate.pem'];
      const texts = [issued.certificate, issued.key, issued.authority];
      for (const [index, name] of names.entries())
        await writeFile(join(folder, name), texts[index] ?? '', { mode: name.includes('key') ? 0o600 : 0o644 });
      const told = {
        registerId,
        serial: issued.serialNumber,
        fingerprint: issued.fingerprint,
        endsAt,
        folder,
        files: names,
      };
      if (output.format === 'json') output.document(told);
      else if (output.format === 'ndjson') output.object(told);
      else
        output.data(
          output.text(verb === 'issue' ? 'certificates.issued' : 'certificates.renewed', {
            registerId,
            endsAt: showUtc(output, endsAt),
            folder,
          }),
        );
      return exitCodes.ok;
    },
  };
}

const revokeCommand: Command = {
  words: ['certificates', 'revoke'],
  operands: [1, 1],
  operandText: ADDRESS,
  summary: 'command.certificates_revoke',
  examples: [
    'smena certificates revoke 12/3 --data /var/lib/smena',
    'smena certificates revoke 12/3 --keep 01A2B3 --data /var/lib/smena',
  ],
  options: {
    keep: { type: 'string', value: 'SERIAL,SERIAL' },
    id: { type: 'string', value: 'ID' },
    ...formatOptions,
    ...sourceOptions,
  },
  async run(context) {
    const { output, parts } = context;
    const registerId = await idOf(context);
    const keep = optionText(context, 'keep')?.toUpperCase().split(',') ?? [];
    const { revokeCertificates } = await authority();
    const entry = { verb: 'revoke', object: 'certificate', key: registerId, new: { keep } } as const;
    const revoked = await parts.recordLocally(context.config(), entry, async () => {
      const wanted = { registerId, keep, nowMs: parts.clock.now() };
      return (await revokeCertificates(folderOf(context), wanted)) ?? Promise.reject(noAuthority(context));
    });
    const serials = revoked.map(({ serialNumber }) => serialNumber);
    if (output.format === 'json') output.document({ registerId, revoked: serials });
    else if (output.format === 'ndjson') output.object({ registerId, revoked: serials });
    else output.data(output.text('certificates.revoked', { registerId, n: serials.length }));
    return exitCodes.ok;
  },
};

const listCommand: Command = {
  words: ['certificates', 'list'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.certificates_list',
  examples: ['smena certificates list --data /var/lib/smena', 'smena certificates list --server http://127.0.0.1:8080'],
  options: { ...formatOptions, ...sourceOptions },
  async run(context) {
    const { output, parts } = context;
    if (optionText(context, 'server') !== undefined) return listExpiries(context);
    const { listCertificates } = await authority();
    const rows = (await listCertificates(folderOf(context))).map((one) => rowOf(one, parts.clock.now()));
    if (output.format === 'json') output.document({ certificates: rows });
    else if (output.format === 'ndjson') for (const row of rows) output.object(row);
    else if (rows.length === 0) output.note(output.text('certificates.none'));
    else output.table(columns(output), rows);
    return exitCodes.ok;
  },
};

/** Everything that ends, as the server knows it. */
function listExpiries(context: CommandContext): Promise<ExitCode> {
  const { output } = context;
  return withServer(context, 'certificates list', async (server) => {
    const list = taken(context, await server.expiries());
    if (output.format === 'json') output.document(list);
    else if (output.format === 'ndjson') for (const row of list.expiries) output.object(row);
    else if (list.expiries.length === 0) output.note(output.text('certificates.nothing_ends'));
    else output.table(expiryColumns(output), list.expiries);
    return exitCodes.ok;
  });
}

function expiryColumns(output: Output): Column<Expiry>[] {
  return [
    { title: output.text('column.valid_to'), show: (row) => showUtc(output, row.endsAt), plain: (row) => row.endsAt },
    {
      title: output.text('column.state'),
      show: (row) => output.text(`certificate_state.${stateWords[row.state]}`),
      plain: (row) => row.state,
      colour: (row) => (row.state === 'good' ? null : row.state === 'ended' ? 'red' : 'yellow'),
    },
    {
      title: output.text('column.what'),
      show: (row) => output.text(`expiry_kind.${row.kind}`),
      plain: (row) => row.kind,
    },
    {
      title: output.text('column.whose'),
      show: (row) => (row.shopCode === null ? row.name : `${row.shopCode}/${row.registerCode}`),
    },
    { title: output.text('column.serial'), show: (row) => row.serial ?? '', rank: 3 },
  ];
}

type Row = {
  registerId: string;
  serial: string;
  state: State;
  endsAt: string;
  issuedAt: string;
  revokedAt: string | null;
};
type State = 'valid' | 'ends_soon' | 'ended' | 'revoked';

const stateWords = { good: 'valid', ends_soon: 'ends_soon', ended: 'ended' } as const;

function rowOf(one: BookedCertificate, nowMs: number): Row {
  return {
    registerId: one.registerId,
    serial: one.serialNumber,
    state: stateOf(one, nowMs),
    endsAt: utcText(one.validToMs),
    issuedAt: utcText(one.issuedMs),
    revokedAt: one.revokedMs === null ? null : utcText(one.revokedMs),
  };
}

function stateOf({ revokedMs, validToMs }: BookedCertificate, nowMs: number): State {
  if (revokedMs !== null) return 'revoked';
  return stateWords[expiryState(validToMs, nowMs)];
}

function columns(output: Output): Column<Row>[] {
  return [
    { title: output.text('column.identifier'), show: (row) => row.registerId },
    {
      title: output.text('column.state'),
      show: (row) => output.text(`certificate_state.${row.state}`),
      plain: (row) => row.state,
    },
    { title: output.text('column.valid_to'), show: (row) => showUtc(output, row.endsAt), plain: (row) => row.endsAt },
    { title: output.text('column.serial'), show: (row) => row.serial, rank: 3 },
  ];
}

/** The id that the register has on the server: as it is named, else asked of the server or the data folder. */
async function idOf(context: CommandContext): Promise<string> {
  const named = optionText(context, 'id');
  if (named !== undefined) return named;
  const [word = ''] = context.operands;
  // A server of a store has no number on this server: its certificate holds its code.
  if (isServerName(word)) return word;
  const address = readRegisterAddress(context, word);
  let found = '';
  await context.withClient(async (client) => {
    found = taken(context, await client.register(address)).registerId;
    return exitCodes.ok;
  });
  return found;
}

function noAuthority({ output }: CommandContext): CommandEnd {
  return new CommandEnd(exitCodes.notFound, [output.text('certificates.no_authority')]);
}

/** In the order in which help shows them. */
export const certificateCommands: readonly Command[] = [
  initCommand,
  issueCommand,
  renewCommand,
  revokeCommand,
  listCommand,
];
