import { useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import type { Register } from '../../../../contracts/web-api.ts';
import { useMay } from '../../api/own-rights.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { demandProof } from '../../api/token-requests.ts';
import { MISSING, serverTime } from '../../format/format.ts';
import { useLanguage } from '../../ui/language.tsx';
import { Wrong } from '../access/fields.tsx';
import { useSending } from '../access/use-sending.ts';

const proofs = ['nothing', 'token', 'certificate'] as const;
type Proof = (typeof proofs)[number];

function proofOf({ certificate, tokens }: Register): Proof {
  if (certificate.required) return 'certificate';
  return tokens.required ? 'token' : 'nothing';
}

/** What a register must show, and what it has shown. */
export function ProofFacts({ register }: { register: Register }) {
  const { t, language } = useLanguage();
  const may = useMay();
  const { certificate, tokens } = register;
  const at = (time: string | null) => (time === null ? MISSING : serverTime(language, time));
  return (
    <section aria-labelledby="line-proof">
      <h2 id="line-proof">{t('line.proof')}</h2>
      <dl className="line-facts">
        <dt>{t('line.required')}</dt>
        <dd>
          {may('registers', { shopCode: register.shopCode }) ? (
            <ProofChoice register={register} />
          ) : (
            t(`line.required_${proofOf(register)}`)
          )}
        </dd>
        <dt>{t('line.certificateName')}</dt>
        <dd>{certificate.name ?? register.registerId}</dd>
        <dt>{t('line.certificate')}</dt>
        <dd>
          {certificate.serial === null
            ? t('line.noCertificate')
            : t('line.certificateText', {
                serial: certificate.serial,
                endsAt: at(certificate.endsAt),
                seenAt: at(certificate.seenAt),
              })}
        </dd>
        <dt>{t('line.token')}</dt>
        <dd>
          {tokens.good === 0
            ? t('line.noToken')
            : t('line.tokenText', { n: tokens.good, usedAt: at(tokens.lastUsedAt) })}
        </dd>
      </dl>
    </section>
  );
}

function ProofChoice({ register }: { register: Register }) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const { wrong, busy, send } = useSending();
  const id = useId();
  const { shopCode, registerCode } = register;
  const choose = (proof: Proof) =>
    send(async () => {
      const wanted = { certificateRequired: proof === 'certificate', tokenRequired: proof === 'token' };
      await demandProof({ shopCode, registerCode }, wanted);
      await client.invalidateQueries({ queryKey: queryKeys.registers(shopCode) });
    });
  return (
    <>
      <select
        id={id}
        aria-label={t('line.required')}
        value={proofOf(register)}
        disabled={busy}
        onChange={(event) => choose(event.currentTarget.value as Proof)}
      >
        {proofs.map((proof) => (
          <option key={proof} value={proof}>
            {t(`line.required_${proof}`)}
          </option>
        ))}
      </select>
      <Wrong text={wrong} />
    </>
  );
}
