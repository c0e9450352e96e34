import { useMantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';
import { useLanguage } from '../../ui/language.tsx';
import { Segmented } from '../segmented.tsx';

/** Russian or English, remembered in this browser. */
export function LanguageSwitch() {
  const { t, wanted, choose } = useLanguage();
  return (
    <Segmented
      label={t('frame.language')}
      value={wanted}
      onChange={choose}
      options={[
        { value: 'ru', label: 'Русский', show: 'RU' },
        { value: 'en', label: 'English', show: 'EN' },
      ]}
    />
  );
}

/** Light, dark, or as the system has it; remembered in this browser. */
export function ThemeSwitch() {
  const { t } = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Segmented
      label={t('frame.theme')}
      value={colorScheme}
      onChange={setColorScheme}
      options={[
        { value: 'light', label: t('frame.theme.light'), show: <IconSun size={15} /> },
        { value: 'dark', label: t('frame.theme.dark'), show: <IconMoon size={15} /> },
        { value: 'auto', label: t('frame.theme.auto'), show: <IconDeviceDesktop size={15} /> },
      ]}
    />
  );
}
