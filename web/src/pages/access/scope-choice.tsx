import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { queries } from '../../api/queries.ts';
import { useLanguage } from '../../ui/language.tsx';
import { shopName } from '../names.ts';

type Scope = 'all' | readonly string[];

/** The network, or some shops by name. */
export function ScopeChoice({ shops, onPick }: { shops: Scope; onPick: (shops: Scope) => void }) {
  const { t } = useLanguage();
  const name = useId();
  const known = useQuery(queries.shops()).data?.shops ?? [];
  const picked = new Set(shops === 'all' ? [] : shops);
  const toggle = (code: string) => {
    const next = new Set(picked);
    if (!next.delete(code)) next.add(code);
    onPick([...next]);
  };
  return (
    <fieldset>
      <legend>{t('access.shops')}</legend>
      <label>
        <input type="radio" name={name} checked={shops === 'all'} onChange={() => onPick('all')} />
        {t('access.wholeNetwork')}
      </label>
      <label>
        <input type="radio" name={name} checked={shops !== 'all'} onChange={() => onPick([])} />
        {t('access.pickShops')}
      </label>
      {shops !== 'all' && (
        <div className="access-choices">
          {known.map((shop) => (
            <label key={shop.shopCode}>
              <input type="checkbox" checked={picked.has(shop.shopCode)} onChange={() => toggle(shop.shopCode)} />
              {shopName(t, shop.shopCode, shop.name)}
            </label>
          ))}
        </div>
      )}
    </fieldset>
  );
}
