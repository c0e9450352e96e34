import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { StandState } from '../../../contracts/web-api.ts';
import { standQuery, turnSwitch } from '../api/stand-requests.ts';
import { Allowed } from '../components/allowed.tsx';
import { Link } from '../components/frame/link.tsx';
import { Page } from '../components/frame/page.tsx';
import { Loaded } from '../components/loaded.tsx';
import { StatusMark } from '../components/status-mark.tsx';
import { addresses } from '../routes/addresses.ts';
import { useLanguage } from '../ui/language.tsx';
import { RefusalNotice } from './transfers/refusal-notice.tsx';
import './stand.css';

/** «Пульт стенда» (S20): troubles to switch on, each with what will be seen and where. */
export function StandPage() {
  const { t } = useLanguage();
  const query = useQuery(standQuery());
  return (
    <Page title={t('stand.title')} scrolls>
      <Loaded query={query} loading={t('stand.loading')}>
        {({ demo, switches }) => (
          <>
            <p className="secondary">{t(demo ? 'stand.intro' : 'stand.none')}</p>
            <ul className="stand-switches">
              {switches.map((one) => (
                <Switch key={one.name} one={one} />
              ))}
            </ul>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Switch({ one }: { one: StandState['switches'][number] }) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const { name, shopCode, registerCode, on } = one;
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => turnSwitch(name, !on),
    onSuccess: (state) => client.setQueryData(standQuery().queryKey, state),
  });
  const title = t(`stand.${name}`, { place: `${shopCode}/${registerCode}` });
  return (
    <li aria-label={title}>
      <div className="stand-head">
        <h2>{title}</h2>
        <StatusMark mark={on ? 'late' : 'unknown'} word={t(on ? 'stand.on' : 'stand.off')} />
        <Allowed right="settings" network>
          <Button size="compact-sm" variant={on ? 'default' : 'filled'} disabled={isPending} onClick={() => mutate()}>
            {t(on ? 'stand.turnOff' : 'stand.turnOn')}
          </Button>
        </Allowed>
      </div>
      <p>{t(`stand.${name}.what`)}</p>
      <p>
        {t(`stand.${name}.where`)}{' '}
        <Link href={addresses.cases({ shop: shopCode, register: registerCode })}>{t(`stand.${name}.cases`)}</Link>
        {' · '}
        <Link href={addresses.reconciliation(shopCode, registerCode)}>{t(`stand.${name}.shifts`)}</Link>
      </p>
      <p className="secondary">{t(`stand.${name}.after`)}</p>
      {error !== null && <RefusalNotice error={error} />}
    </li>
  );
}
