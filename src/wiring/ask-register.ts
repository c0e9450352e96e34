/** The way from a transfer to its register: the command service by Thrift, for both protocols (registers §1, §3). */
import type { RegisterCommands } from '../connections/register-thrift/register-commands.ts';
import { messageText } from '../messages/messages.ts';
import type { AskRegister } from '../pipeline/transfers/transfers.ts';

/** Where the command service listens unless the register is set otherwise. */
const COMMAND_PORT = 7795;

/** Over Thrift only dates can be passed, and only a register whose address is known can be reached. */
export function createAsk(commands: RegisterCommands): AskRegister {
  return async (ask) => {
    const { commandHost: host, commandPort, registerId, registerCode, shopId, range } = ask;
    if (host === null) return { kind: 'refused', cause: bothLanguages('ask.no_address') };
    if (range.kind === 'shifts') return { kind: 'refused', cause: bothLanguages('ask.dates_only') };
    const target = { host, port: commandPort ?? COMMAND_PORT };
    const request = { registerId, registerCode, shopId, fromDate: range.from, toDate: range.to };
    const outcome = await commands.unload(target, request);
    switch (outcome.kind) {
      case 'accepted':
        return outcome;
      case 'unreachable':
        return { kind: 'later', cause: outcome.text };
      case 'busy':
      case 'refused':
        return { kind: 'later', cause: bothLanguages('ask.answered', outcome.code) };
    }
  };
}

function bothLanguages(code: string, number?: number): string {
  const params = number === undefined ? {} : { code: number };
  return `${messageText('ru', code, params)} / ${messageText('en', code, params)}`;
}
