import { useQuery } from '@tanstack/react-query';
import { queries } from '../api/queries.ts';
import { type FilterField, Filters } from '../components/filters.tsx';
import { useSearchState } from '../routes/search.ts';
import { useLanguage } from '../ui/language.tsx';
import { registerName, shopName } from './names.ts';

/** The shop and the register of it that a list can be about; a register is offered when its shop is chosen. */
export function usePlaceFields(): FilterField[] {
  const { t } = useLanguage();
  const [{ shop }] = useSearchState();
  const shops = useQuery(queries.shops()).data?.shops ?? [];
  const registers = useQuery({ ...queries.registers(shop ?? ''), enabled: shop !== undefined }).data?.registers ?? [];
  const ofShop: FilterField = {
    key: 'shop',
    label: t('place.shop'),
    choices: shops.map(({ shopCode, name }) => ({ value: shopCode, label: shopName(t, shopCode, name) })),
    chip: (code) => shopName(t, code, shops.find(({ shopCode }) => shopCode === code)?.name ?? null),
    takesAlong: ['register'],
  };
  if (shop === undefined) return [ofShop];
  const ofRegister: FilterField = {
    key: 'register',
    label: t('place.register'),
    choices: registers.map(({ registerCode, name }) => ({
      value: registerCode,
      label: registerName(t, registerCode, name),
    })),
    chip: (code) => registerName(t, code, registers.find(({ registerCode }) => registerCode === code)?.name ?? null),
  };
  return [ofShop, ofRegister];
}

/** Which shop and which register of it a list is about, and what else it can be narrowed by; all of it stands in the address. */
export function PlaceFilter({ more = [] }: { more?: readonly FilterField[] }) {
  return <Filters fields={[...usePlaceFields(), ...more]} />;
}
