/** What the log is told of command streams: changes, and not every attempt of a register that knocks every minute. */
import type { ErrorCode, MessageParams } from '../../messages/messages.ts';
import type { IntakeEvents } from '../../pipeline/intake/intake.ts';
import type { KnownRegister } from '../../pipeline/registers/registers.ts';

export type StreamTold = {
  opened(register: KnownRegister, address: string, softwareVersion: string | null): void;
  refused(registerId: string, address: string, code: ErrorCode, params: MessageParams): void;
  replaced(register: KnownRegister, before: string, address: string): void;
  paired(register: KnownRegister, address: string): void;
};

/** Outcomes that are remembered; ids of strangers have no end. */
const MAX_REMEMBERED = 20_000;

export function createStreamTold(events: IntakeEvents): StreamTold {
  const lastOutcome = new Map<string, string>();
  const replacements = new Map<string, number>();

  function isNews(key: string, outcome: string): boolean {
    if (lastOutcome.get(key) === outcome) return false;
    if (lastOutcome.size >= MAX_REMEMBERED) lastOutcome.clear();
    lastOutcome.set(key, outcome);
    return true;
  }

  return {
    opened({ shopId, registerId, registerCode }, address, softwareVersion) {
      if (!isNews(registerId, `open ${softwareVersion ?? ''}`)) return;
      const params = { registerCode, address, softwareVersion };
      events({ code: 'register.stream_opened', level: 'info', shopId, registerId, params });
    },
    refused(registerId, address, code, params) {
      // A stranger without an id is told of by its address; its port is another at each attempt.
      if (!isNews(registerId || address.replace(/:\d+$/, ''), code)) return;
      // The reason travels as a code with its values, so that the log can say it in either language.
      const about = registerId === '' ? {} : { registerId };
      const level = 'warning';
      events({ code: 'register.stream_refused', level, ...about, params: { ...params, address, reason: `@${code}` } });
    },
    replaced({ shopId, registerId, registerCode }, before, address) {
      const count = (replacements.get(registerId) ?? 0) + 1;
      replacements.set(registerId, count);
      // Told of at 1, 2, 4, 8 …: two registers with one id replace each other without end.
      if (!Number.isInteger(Math.log2(count))) return;
      const params = { registerCode, before, address };
      events({ code: 'register.stream_replaced', level: 'warning', shopId, registerId, params });
    },
    paired({ shopId, shopCode, registerId, registerCode }, address) {
      if (!isNews(registerId, 'paired')) return;
      const params = { registerCode, shopCode, registerId, address };
      events({ code: 'register.paired', level: 'info', shopId, registerId, params });
    },
  };
}
