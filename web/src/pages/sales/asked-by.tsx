import type { Register } from '../../../../contracts/web-api.ts';
import { StatusMark } from '../../components/status-mark.tsx';
import { serverTime } from '../../format/format.ts';
import { useLanguage } from '../../ui/language.tsx';
import { useZone } from '../../ui/zone.tsx';

/** Where a command service listens when nobody has said on which port. */
const COMMAND_PORT = 7795;

/** One line of the facts: by what the register is asked for its sales now, or why it cannot be asked. */
export function AskedBy({ register }: { register: Register }) {
  const { t, language } = useLanguage();
  const zone = useZone();
  const { asked, commandHost, commandPort } = register;
  return (
    <>
      <dt>{t('sales.asked')}</dt>
      <dd>
        {asked.by === 'stream' &&
          t('sales.askedStream', { since: serverTime(language, asked.streamSince ?? '', zone) })}
        {asked.by === 'command_service' &&
          t('sales.askedService', { address: `${commandHost}:${commandPort ?? COMMAND_PORT}` })}
        {asked.by === 'nothing' && (
          <>
            <StatusMark mark="off" word={t('sales.askedNothing')} />
            <span className="secondary">{asked.why?.[language]}</span>
          </>
        )}
      </dd>
    </>
  );
}

/** Only a register that holds a command stream is asked by shift numbers; else why it is not. */
export function whyNoNumbers({ asked, protocolVersion }: Register): 'sales.protocol3' | 'sales.noStream' | null {
  if (asked.by === 'stream') return null;
  return protocolVersion === 3 ? 'sales.protocol3' : 'sales.noStream';
}
