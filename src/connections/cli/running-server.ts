/** Commands that ask registers or change them: they need a running server. */
import type { ServerCalls, SmenaClient } from './client.ts';
import { type CommandContext, optionText, wrongUse } from './command.ts';
import type { ExitCode } from './exit-codes.ts';

export type ServerWork = (server: ServerCalls, client: SmenaClient, interrupted: AbortSignal) => Promise<ExitCode>;

/** Like `withClient`, for a command (its words) that no opened data folder can serve: without `--server` it is wrong use. */
export function withServer(context: CommandContext, command: string, work: ServerWork): Promise<ExitCode> {
  const needsServer = () => wrongUse(context.output, 'usage.needs_server', { command });
  if (optionText(context, 'server') === undefined) throw needsServer();
  return context.withClient((client, interrupted) => {
    if (client.server === null) throw needsServer();
    return work(client.server, client, interrupted);
  });
}

/** `--server URL` for the end of a command that people copy. */
export function serverWords(context: Pick<CommandContext, 'options'>): string {
  const server = optionText(context, 'server');
  return server === undefined ? '' : ` --server ${server}`;
}
