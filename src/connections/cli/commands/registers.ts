/** `smena register …`: which registers there are, how they are reached, and taking them out of service. */
import type { Register, RegisterChange } from '../../../../contracts/web-api.ts';
import { readRegisterAddress } from '../addresses.ts';
import { formatOptions, sourceOptions, tryOption } from '../arguments.ts';
import type { SmenaClient } from '../client.ts';
import { type Command, type CommandContext, isDryRun, optionCount, optionText, taken, wrongUse } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { TextKey } from '../output.ts';
import { readAll } from '../pages.ts';
import { shopCodes } from '../places.ts';
import { printRegister, registerColumns } from '../register-columns.ts';
import { withServer } from '../running-server.ts';

const protocols = ['3', '4'] as const;
const answers = ['yes', 'no'] as const;
const HIGHEST_PORT = 65_535;
const SERVER = '--server http://127.0.0.1:8080';
const ADDRESS = 'SHOP/REGISTER';

export const registerListCommand: Command = {
  words: ['register', 'list'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.register_list',
  examples: [`smena register list ${SERVER}`, 'smena register list --shop 12 --json'],
  options: { shop: { type: 'string', value: 'CODE' }, ...formatOptions, ...sourceOptions },
  run: (context) =>
    context.withClient(async (client) => {
      const { output } = context;
      const named = optionText(context, 'shop');
      const shops = named === undefined ? await shopCodes(context, client) : [named];
      const registers: Register[] = [];
      for (const shopCode of shops) registers.push(...(await registersOf(context, client, shopCode)));
      if (output.format === 'json') output.document({ registers });
      else if (output.format === 'ndjson') for (const row of registers) output.object(row);
      else if (registers.length === 0) output.note(output.text('register_list.empty'));
      else output.table(registerColumns(output), registers);
      return exitCodes.ok;
    }),
};

function registersOf(context: CommandContext, client: SmenaClient, shopCode: string): Promise<Register[]> {
  return readAll(
    context,
    (after: string | undefined) => client.registers(shopCode, { after }),
    (page) => page.registers,
  );
}

export const registerShowCommand: Command = {
  words: ['register', 'show'],
  operands: [1, 1],
  operandText: ADDRESS,
  summary: 'command.register_show',
  examples: [`smena register show 12/3 ${SERVER}`, 'smena register show 12/3 --json'],
  options: { ...formatOptions, ...sourceOptions },
  run(context) {
    const address = readRegisterAddress(context, context.operands[0] ?? '');
    return context.withClient(async (client) => {
      printRegister(context.output, taken(context, await client.register(address)));
      return exitCodes.ok;
    });
  },
};

export const registerAddCommand: Command = {
  words: ['register', 'add'],
  operands: [1, 1],
  operandText: ADDRESS,
  summary: 'command.register_add',
  examples: [`smena register add 12/3 ${SERVER}`, `smena register add 12/4 --protocol 3 --name Касса ${SERVER}`],
  options: {
    protocol: { type: 'string', value: protocols.join('|'), choices: protocols },
    name: { type: 'string', value: 'NAME' },
    id: { type: 'string', value: 'ID' },
    ...tryOption,
    ...formatOptions,
    ...sourceOptions,
  },
  async run(context) {
    const { output } = context;
    const { shopCode, registerCode } = readRegisterAddress(context, context.operands[0] ?? '');
    return withServer(context, 'register add', async (server) => {
      const wanted = {
        registerCode,
        name: optionText(context, 'name'),
        protocolVersion: readProtocol(context),
        registerId: optionText(context, 'id'),
      };
      const issued = taken(context, await server.addRegister(shopCode, wanted));
      const { registerId, shopId } = issued;
      if (output.format === 'json') output.document(issued);
      else if (output.format === 'ndjson') output.object(issued);
      else if (output.format === 'plain') output.data(`${registerId}\t${shopId}`);
      else if (isDryRun(context)) output.data(output.text('register_add.would', { shopCode, registerCode }));
      else output.data(output.text('register_add.issued', { shopCode, registerCode, registerId, shopId }));
      return exitCodes.ok;
    });
  },
};

export const registerPauseCommand: Command = {
  words: ['register', 'pause'],
  operands: [1, 1],
  operandText: ADDRESS,
  summary: 'command.register_pause',
  examples: [`smena register pause 12/3 ${SERVER}`],
  options: { ...tryOption, ...formatOptions, ...sourceOptions },
  run: (context) => change(context, 'register pause', { inService: false }, 'register_change.paused'),
};

export const registerResumeCommand: Command = {
  words: ['register', 'resume'],
  operands: [1, 1],
  operandText: ADDRESS,
  summary: 'command.register_resume',
  examples: [`smena register resume 12/3 ${SERVER}`],
  options: { ...tryOption, ...formatOptions, ...sourceOptions },
  run: (context) => change(context, 'register resume', { inService: true }, 'register_change.resumed'),
};

export const registerSetCommand: Command = {
  words: ['register', 'set'],
  operands: [1, 1],
  operandText: ADDRESS,
  summary: 'command.register_set',
  examples: [
    `smena register set 12/3 --protocol 4 ${SERVER}`,
    `smena register set 12/3 --software 4.6.120 ${SERVER}`,
    `smena register set 12/3 --command-host 10.0.12.3 --command-port 7795 ${SERVER}`,
    `smena register set 12/3 --command-host none ${SERVER}`,
    `smena register set 12/3 --certificate-required yes ${SERVER}`,
    `smena register set 12/4 --token-required yes ${SERVER}`,
  ],
  options: {
    protocol: { type: 'string', value: protocols.join('|'), choices: protocols },
    software: { type: 'string', value: 'VERSION' },
    'command-host': { type: 'string', value: 'HOST|none' },
    'command-port': { type: 'string', value: 'PORT', most: HIGHEST_PORT },
    'certificate-name': { type: 'string', value: 'NAME|none' },
    'certificate-required': { type: 'string', value: answers.join('|'), choices: answers },
    'token-required': { type: 'string', value: answers.join('|'), choices: answers },
    ...tryOption,
    ...formatOptions,
    ...sourceOptions,
  },
  async run(context) {
    const wanted: RegisterChange = {
      protocolVersion: readProtocol(context),
      softwareVersion: optionText(context, 'software'),
      commandHost: noneAsNull(optionText(context, 'command-host')),
      commandPort: optionCount(context, 'command-port'),
      certificateName: noneAsNull(optionText(context, 'certificate-name')),
      certificateRequired: readAnswer(optionText(context, 'certificate-required')),
      tokenRequired: readAnswer(optionText(context, 'token-required')),
    };
    if (Object.values(wanted).every((value) => value === undefined))
      throw wrongUse(context.output, 'usage.nothing_to_set');
    return change(context, 'register set', wanted, 'register_change.set');
  },
};

/** `none` takes a value away: without a host the register is no longer asked, without a name its id stands in its certificate. */
function noneAsNull(written: string | undefined): string | null | undefined {
  return written === 'none' ? null : written;
}

function readAnswer(written: string | undefined): boolean | undefined {
  return written === undefined ? undefined : written === 'yes';
}

function readProtocol(context: CommandContext): 3 | 4 | undefined {
  const written = optionText(context, 'protocol');
  if (written === undefined) return undefined;
  return written === '3' ? 3 : 4;
}

/** Changes the register that the operand names, says so and prints it as it is now. */
async function change(
  context: CommandContext,
  command: string,
  wanted: RegisterChange,
  said: TextKey,
): Promise<ExitCode> {
  const address = readRegisterAddress(context, context.operands[0] ?? '');
  return withServer(context, command, async (server) => {
    const register = taken(context, await server.changeRegister(address, wanted));
    printRegister(context.output, register);
    context.output.done(context.output.text(said, address));
    return exitCodes.ok;
  });
}
