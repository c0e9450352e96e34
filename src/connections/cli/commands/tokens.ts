/** `smena token …`: by what registers without a certificate show who they are (P20). A token is printed once, when it is issued. */
import type { RegisterTokenList, RegisterTokenRow } from '../../../../contracts/web-api.ts';
import { readRegisterAddress } from '../addresses.ts';
import { formatOptions, sourceOptions, tryOption } from '../arguments.ts';
import { type Command, type CommandContext, isDryRun, optionText, taken, wrongUse } from '../command.ts';
import { readDate } from '../dates.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Output, TextKey } from '../output.ts';
import { withServer } from '../running-server.ts';
import { showUtc, textColumn } from '../show.ts';
import type { Column } from '../table.ts';
import { printTried } from './users.ts';

const SERVER = '--server http://127.0.0.1:8080';
const ADDRESS = 'SHOP/REGISTER';
const DAY_MS = 86_400_000;
const common = { ...formatOptions, ...sourceOptions };

const listCommand: Command = {
  words: ['token', 'list'],
  operands: [1, 1],
  operandText: ADDRESS,
  summary: 'command.token_list',
  examples: [`smena token list 12/3 ${SERVER}`],
  options: common,
  run(context) {
    const address = readRegisterAddress(context, context.operands[0] ?? '');
    return withServer(context, 'token list', async (server) =>
      print(context, taken(context, await server.registerTokens(address))),
    );
  },
};

const issueCommand = issuing('issue', 'command.token_issue', 'token_change.issued');
const renewCommand = issuing('renew', 'command.token_renew', 'token_change.renewed');

/** Both issue; what is renewed replaces the older ones, which are revoked when the register comes with the new one. */
function issuing(verb: 'issue' | 'renew', summary: Command['summary'], said: TextKey): Command {
  return {
    words: ['token', verb],
    operands: [1, 1],
    operandText: ADDRESS,
    summary,
    examples: [`smena token ${verb} 12/3 ${SERVER}`, `smena token ${verb} 12/3 --until 2027-12-31 ${SERVER}`],
    options: { until: { type: 'string', value: 'DATE' }, ...tryOption, ...common },
    run(context) {
      const { output } = context;
      const address = readRegisterAddress(context, context.operands[0] ?? '');
      const wanted = { endsAt: endOf(context) };
      return withServer(context, `token ${verb}`, async (server) => {
        const issued = taken(context, await server.issueRegisterToken(address, wanted));
        if (isDryRun(context)) return printTried(output, output.text('token_change.would', address), address);
        if (output.format === 'json') output.document(issued);
        else if (output.format === 'ndjson') output.object(issued);
        else output.data(issued.token);
        output.done(output.text(said, { ...address, tokenId: issued.tokenId }));
        return exitCodes.ok;
      });
    },
  };
}

/** The whole of that day, UTC; null = no end. */
function endOf(context: CommandContext): string | null {
  const until = optionText(context, 'until');
  if (until === undefined) return null;
  return new Date(Date.parse(`${readDate(context, '--until', until, 'UTC')}T00:00:00Z`) + DAY_MS).toISOString();
}

const revokeCommand: Command = {
  words: ['token', 'revoke'],
  operands: [1, 2],
  operandText: `${ADDRESS} [N-1]`,
  summary: 'command.token_revoke',
  examples: [`smena token revoke 12/3 N-5 ${SERVER}`, `smena token revoke 12/3 --keep N-6 ${SERVER}`],
  options: { keep: { type: 'string', value: 'N-1' }, ...tryOption, ...common },
  run(context) {
    const [place = '', word] = context.operands;
    const address = readRegisterAddress(context, place);
    const only = word === undefined ? undefined : readToken(context, word);
    const keep = optionText(context, 'keep');
    const kept = keep === undefined ? undefined : readToken(context, keep);
    return withServer(context, 'token revoke', async (server) => {
      let list = taken(context, await server.registerTokens(address));
      const good = list.tokens.filter(({ state, tokenId }) => state === 'good' && tokenId !== kept);
      for (const tokenId of only === undefined ? good.map((one) => one.tokenId) : [only])
        list = taken(context, await server.revokeRegisterToken(address, tokenId));
      return print(context, list);
    });
  },
};

export const tokenCommands: readonly Command[] = [listCommand, issueCommand, renewCommand, revokeCommand];

function readToken({ output }: CommandContext, word: string): string {
  const number = /^(?:N-?)?(\d{1,15})$/i.exec(word)?.[1];
  if (number === undefined) throw wrongUse(output, 'usage.register_token', { word });
  return `N-${number}`;
}

function print({ output }: CommandContext, list: RegisterTokenList): ExitCode {
  if (output.format === 'json') output.document(list);
  else if (output.format === 'ndjson') for (const row of list.tokens) output.object(row);
  else if (list.tokens.length === 0) output.note(output.text('token_list.empty'));
  else output.table(columns(output), list.tokens);
  return exitCodes.ok;
}

function columns(output: Output): Column<RegisterTokenRow>[] {
  return [
    textColumn(output, 'column.token', (row) => row.tokenId, 0),
    {
      title: output.text('column.state'),
      show: (row) => output.text(`key_state.${row.state}`),
      plain: (row) => row.state,
      colour: (row) => (row.state === 'good' ? null : 'yellow'),
    },
    {
      title: output.text('column.ends'),
      show: (row) => (row.endsAt === null ? output.text('word.no_end') : showUtc(output, row.endsAt)),
      plain: (row) => row.endsAt ?? '',
    },
    {
      title: output.text('column.last_used'),
      rank: 2,
      show: (row) => showUtc(output, row.lastUsedAt),
      plain: (row) => row.lastUsedAt ?? '',
    },
  ];
}
