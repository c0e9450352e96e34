/**
 * What is told for ever of the lines of registers as long as it is so (M18): that sales come without encryption, or that no register
 * can come because there is no certificate yet. The log says it at the start, when it becomes so, and once a day.
 */
import type { LineDoor, ServerStatus } from '../../contracts/web-api.ts';
import type { Config } from '../config.ts';
import type { IntakeEvents } from '../pipeline/intake/intake.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';

export type LineState = Pick<ServerStatus['lines'], 'encrypted' | 'plaintext'>;

/** Told again after so many ms. */
const AGAIN_MS = 86_400_000;

/** How registers come; `encrypted` = there is a certificate of the server. */
export function lineStateOf(
  { registers, registerHttp }: Pick<Config, 'registers' | 'registerHttp'>,
  encrypted: boolean,
): LineState {
  const sales: LineDoor[] = registers.plaintext ? ['gRPC', 'Thrift'] : [];
  return { encrypted, plaintext: registerHttp.plaintext ? [...sales, 'REST'] : sales };
}

/** Whether registers can hand over no sales at all. */
export function isClosed({ encrypted, plaintext }: LineState): boolean {
  return !encrypted && !plaintext.includes('gRPC');
}

export type LineWarningParts = { state: () => LineState; clock: Clock; events: IntakeEvents; logger: Logger };

/** To be called again and again: tells what is wrong when it is something else than before, or was told long ago. */
export function createLineWarning({ state, clock, events, logger }: LineWarningParts): () => void {
  let told = '';
  let toldMs = 0;
  return () => {
    const now = state();
    const doors = now.plaintext.join(', ');
    const is = isClosed(now) ? 'closed' : doors;
    if (is === told && clock.now() - toldMs < AGAIN_MS) return;
    told = is;
    toldMs = clock.now();
    if (is === '') return;
    if (is === 'closed') {
      logger.error(
        'no register is received: make a certificate (smena certificates init), or set registers.plaintext to on',
      );
      events({ code: 'lines.closed', level: 'error', params: {} });
      return;
    }
    logger.warn(`registers are received without encryption (${doors}); smena certificates init makes certificates`);
    events({ code: 'lines.plaintext', level: 'warning', params: { doors } });
  };
}
