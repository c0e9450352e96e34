import type { Register } from '../../../../contracts/web-api.ts';
import { StatusMark } from '../../components/status-mark.tsx';
import { useLanguage } from '../../ui/language.tsx';

/** Part of the status of the load: why the register cannot be asked for its sales now; nothing when it can. */
export function NotAsked({ register: { asked } }: { register: Register }) {
  const { t, language } = useLanguage();
  if (asked.by !== 'nothing') return null;
  return (
    <>
      <StatusMark mark="off" word={t('sales.askedNothing')} />
      <span className="secondary">{asked.why?.[language]}</span>
    </>
  );
}

/** Only a register that holds a command stream is asked by shift numbers; else why it is not. */
export function whyNoNumbers({ asked, protocolVersion }: Register): 'sales.protocol3' | 'sales.noStream' | null {
  if (asked.by === 'stream' || asked.by === 'store_server') return null;
  return protocolVersion === 3 ? 'sales.protocol3' : 'sales.noStream';
}
