import { useQuery } from '@tanstack/react-query';
import { queries } from '../api/queries.ts';
import { useSearchState } from '../routes/search.ts';
import { useLanguage } from '../ui/language.tsx';
import { registerName, shopName } from './names.ts';
import './place-filter.css';

/** Which shop and which register of it a list is about; the choice stands in the address. */
export function PlaceFilter() {
  const { t } = useLanguage();
  const [search, setSearch] = useSearchState();
  const shops = useQuery(queries.shops()).data?.shops ?? [];
  const registers = useQuery({ ...queries.registers(search.shop ?? ''), enabled: search.shop !== undefined }).data;
  return (
    <span className="place-filter">
      <select
        aria-label={t('place.shop')}
        value={search.shop ?? ''}
        onChange={(event) => setSearch({ shop: event.currentTarget.value || undefined, register: undefined })}
      >
        <option value="">{t('place.allShops')}</option>
        {shops.map(({ shopCode, name }) => (
          <option key={shopCode} value={shopCode}>
            {shopName(t, shopCode, name)}
          </option>
        ))}
      </select>
      {search.shop !== undefined && (
        <select
          aria-label={t('place.register')}
          value={search.register ?? ''}
          onChange={(event) => setSearch({ register: event.currentTarget.value || undefined })}
        >
          <option value="">{t('place.allRegisters')}</option>
          {registers?.registers.map(({ registerCode, name }) => (
            <option key={registerCode} value={registerCode}>
              {registerName(t, registerCode, name)}
            </option>
          ))}
        </select>
      )}
    </span>
  );
}
