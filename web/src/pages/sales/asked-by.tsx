import type { Register } from '../../../../contracts/web-api.ts';
import { StatusMark } from '../../components/status-mark.tsx';
import { serverTime } from '../../format/format.ts';
import { useLanguage } from '../../ui/language.tsx';
import { useZone } from '../../ui/zone.tsx';

/** Where a command service listens when nobody has said on which port. */
const COMMAND_PORT = 7795;

/** Part of the status of the load: by what the register is asked for its sales now, or why it cannot be asked. */
export function AskedBy({ register: { asked, commandHost, commandPort } }: { register: Register }) {
  const { t, language } = useLanguage();
  const zone = useZone();
  if (asked.by === 'stream') {
    const since = serverTime(language, asked.streamSince, zone);
    return <span className="secondary">{t('sales.askedStream', { since })}</span>;
  }
  if (asked.by === 'command_service') {
    const address = `${commandHost}:${commandPort ?? COMMAND_PORT}`;
    return <span className="secondary">{t('sales.askedService', { address })}</span>;
  }
  return (
    <>
      <StatusMark mark="off" word={t('sales.askedNothing')} />
      <span className="secondary">{asked.why?.[language]}</span>
    </>
  );
}

/** Only a register that holds a command stream is asked by shift numbers; else why it is not. */
export function whyNoNumbers({ asked, protocolVersion }: Register): 'sales.protocol3' | 'sales.noStream' | null {
  if (asked.by === 'stream') return null;
  return protocolVersion === 3 ? 'sales.protocol3' : 'sales.noStream';
}
