/**
 * A register of protocol 3: it listens for commands (registers §3) and hands its sales over through the server's Thrift door
 * when it was asked for them. In all else it is the simulated register.
 */
import { type CommandService, startCommandService } from './command-service.ts';
import { createSimulatedRegister, type SimulatedRegister, type SimulatedRegisterOptions } from './register.ts';

export type ThriftRegisterOptions = Omit<SimulatedRegisterOptions, 'protocolVersion'> & {
  /** Where it listens for commands; any free port unless given (7795 on a real register). */
  commandPort?: number;
  commandHost?: string;
};

export type ThriftRegister = {
  readonly register: SimulatedRegister;
  /** Its command service: where it listens, and what the server has set. */
  readonly commands: CommandService;
  close(): Promise<void>;
};

/** Opens a register that sends nothing by itself, unless `sendOn` says so, and starts to listen. */
export async function createThriftRegister(options: ThriftRegisterOptions): Promise<ThriftRegister> {
  const { commandPort = 0, commandHost, onFailure } = options;
  const sendOn = options.sendOn ?? { receipt: false, shift: false };
  const register = await createSimulatedRegister({ ...options, sendOn, protocolVersion: 3 });
  const commands = await startCommandService({
    register,
    port: commandPort,
    ...(commandHost === undefined ? {} : { host: commandHost }),
    ...(onFailure === undefined ? {} : { onFailure }),
  });
  return {
    register,
    commands,
    async close() {
      await commands.stop();
      await register.close();
    },
  };
}
