import { useQuery } from '@tanstack/react-query';
import { queries } from '../api/queries.ts';
import { Allowed } from '../components/allowed.tsx';
import { Page } from '../components/frame/page.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Notice } from '../components/notice.tsx';
import { useLanguage } from '../ui/language.tsx';
import { ProofFacts } from './line/proof-facts.tsx';
import { Tokens } from './line/tokens.tsx';
import { type RegisterPath, useRegisterFrame } from './register-frame.ts';
import './line/line.css';

/** «Связь» of a register (M18): what it must show when it comes, what it has shown, and its tokens. */
export function RegisterLinePage({ shopCode, registerCode }: RegisterPath) {
  const { t } = useLanguage();
  const { query, register, crumbs, tabs } = useRegisterFrame({ shopCode, registerCode }, 'line');
  const plaintext = useQuery(queries.status()).data?.lines.plaintext ?? [];
  return (
    <Page title={t('line.title')} crumbs={crumbs} tabs={tabs} scrolls>
      <Loaded query={query} loading={t('line.loading')}>
        {() =>
          register === undefined ? (
            <Notice mark="unknown" text={t('sales.noRegister', { code: registerCode })} />
          ) : (
            <div className="line">
              {plaintext.length > 0 && (
                <Notice mark="late" text={t('line.plaintext', { doors: plaintext.join(', ') })} />
              )}
              <ProofFacts register={register} />
              <Allowed right="registers" shop={shopCode}>
                <Tokens register={register} />
              </Allowed>
            </div>
          )
        }
      </Loaded>
    </Page>
  );
}
