import type { ShiftDetail } from '../../../../contracts/web-api.ts';
import { Link } from '../../components/frame/link.tsx';
import { Notice } from '../../components/notice.tsx';
import { addresses } from '../../routes/addresses.ts';
import { useLanguage } from '../../ui/language.tsx';
import { shiftNotes } from '../shift-notes.ts';
import { Checks } from './checks.tsx';
import { ClassTotals } from './class-totals.tsx';
import { Drawer } from './drawer.tsx';
import { FiscalDevices } from './fiscal-devices.tsx';
import { TieOut } from './tie-out.tsx';

/** «Сводка»: what the register reported beside what the receipts give. */
export function ShiftSummary({ detail }: { detail: ShiftDetail }) {
  return (
    <div className="shift-summary">
      <Notes detail={detail} />
      <div className="shift-columns">
        <div className="shift-side">
          <TieOut detail={detail} />
          <Checks detail={detail} />
        </div>
        <div className="shift-side">
          <Drawer detail={detail} />
          <FiscalDevices devices={detail.fiscalDevices} />
        </div>
      </div>
      <ClassTotals detail={detail} />
    </div>
  );
}

function Notes({ detail }: { detail: ShiftDetail }) {
  const { t, language } = useLanguage();
  const { shopCode, registerCode, setAsideDocuments } = detail.shift;
  const { state, reason } = detail.shift.export;
  return (
    <div className="shift-notices">
      {state === 'failed' && (
        <Notice mark="broken" text={t('note.exportFailed', { reason: reason?.[language] ?? null })} />
      )}
      {state === 'changed' && <Notice mark="not-exported" text={t('note.exportChanged')} />}
      {state === 'not_exported' && <Notice mark="not-exported" text={t('note.notExported')} />}
      {shiftNotes({ ...detail.shift, setAsideDocuments: 0 }, t, language).map((note) => (
        <Notice key={note} mark="late" text={note} />
      ))}
      {setAsideDocuments > 0 && (
        <Notice mark="late" text={t('note.setAside', { n: setAsideDocuments })}>
          <Link href={addresses.setAside({ shop: shopCode, register: registerCode })}>{t('note.showSetAside')}</Link>
        </Notice>
      )}
    </div>
  );
}
