import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CapturedFrame, FrameDetail } from '../../../../../contracts/web-api.ts';
import { readFramesAgain } from '../../../api/description-requests.ts';
import { queries } from '../../../api/queries.ts';
import { queryKeys } from '../../../api/query-keys.ts';
import { Allowed } from '../../../components/allowed.tsx';
import { Loaded } from '../../../components/loaded.tsx';
import { count, MISSING, size } from '../../../format/format.ts';
import { zonedTime } from '../../../format/zones.ts';
import { useLanguage } from '../../../ui/language.tsx';
import type { DescribedField } from './field-numbers.tsx';
import '../../../components/plain-table.css';

type CapturedFramesProps = {
  kind: 'grpc' | 'thrift';
  fields: readonly DescribedField[];
  /** A field of a message was told to be one of ours: a line of the table. */
  onMap: (line: string) => void;
};

/** Messages that no description fits: a list, and one of them field by field, to be mapped to our fields. */
export function CapturedFrames({ kind, fields, onMap }: CapturedFramesProps) {
  const { t, language } = useLanguage();
  const client = useQueryClient();
  const query = useQuery(queries.frames());
  const [name, setName] = useState<string | null>(null);
  const again = useMutation({
    mutationFn: readFramesAgain,
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.frames() }),
  });
  return (
    <section aria-labelledby="protocol-frames">
      <h2 id="protocol-frames">{t('protocol.frames')}</h2>
      <Loaded query={query} loading={t('protocol.framesLoading')}>
        {({ frames, total }) => (
          <>
            <p className="secondary">{total === 0 ? t('protocol.noFrames') : t('protocol.framesText', { n: total })}</p>
            {total > 0 && (
              <Allowed right="settings-exchange" network>
                <Button size="compact-sm" variant="default" disabled={again.isPending} onClick={() => again.mutate()}>
                  {t('protocol.readAgain')}
                </Button>
              </Allowed>
            )}
            <ul className="protocol-frames">
              {frames
                .filter(({ door }) => door === kind)
                .map((frame) => (
                  <li key={frame.name}>
                    <button
                      type="button"
                      className="text-button"
                      aria-expanded={frame.name === name}
                      onClick={() => setName(frame.name === name ? null : frame.name)}
                    >
                      {t('protocol.frame', {
                        at: zonedTime(language, frame.receivedAt, undefined),
                        register: registerOf(frame),
                        size: size(language, frame.size),
                        what: t(`protocol.frameKind.${frame.kind}`),
                      })}
                    </button>
                    {frame.name === name && <Frame name={frame.name} kind={kind} fields={fields} onMap={onMap} />}
                  </li>
                ))}
            </ul>
          </>
        )}
      </Loaded>
    </section>
  );
}

function registerOf({ shopCode, registerCode, registerId }: CapturedFrame): string {
  return registerCode === null ? (registerId ?? MISSING) : `${shopCode}/${registerCode}`;
}

function Frame({ name, ...others }: CapturedFramesProps & { name: string }) {
  const { t } = useLanguage();
  const query = useQuery(queries.frame(name));
  return (
    <Loaded query={query} loading={t('protocol.framesLoading')}>
      {({ fields: found }) =>
        found === null ? <p>{t('protocol.notTaken')}</p> : <WireFields found={found} {...others} />
      }
    </Loaded>
  );
}

/** The fields that are mapped here: those of the package. */
function WireFields({
  found,
  kind,
  fields,
  onMap,
}: CapturedFramesProps & { found: NonNullable<FrameDetail['fields']> }) {
  const { t, language } = useLanguage();
  const names = fields.filter(({ message }) => message === 'SalesPackage' || (kind === 'thrift' && message === 'load'));
  return (
    <table className="plain-table">
      <thead>
        <tr>
          <th scope="col" className="cell-number">
            {t('protocol.number')}
          </th>
          <th scope="col">{t('protocol.type')}</th>
          <th scope="col" className="cell-number">
            {t('protocol.length')}
          </th>
          <th scope="col">{t('protocol.value')}</th>
          <th scope="col">{t('protocol.isField')}</th>
        </tr>
      </thead>
      <tbody>
        {found.map(({ path, type, length, raw }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a number may stand twice, and the fields never change places
          <tr key={`${path} ${index}`}>
            <th scope="row" className="cell-number">
              {path}
            </th>
            <td>{type}</td>
            <td className="cell-number">{count(language, length)}</td>
            <td className="protocol-value">{raw ?? MISSING}</td>
            <td>
              <select
                aria-label={t('protocol.mapField', { number: path })}
                value=""
                onChange={(event) => onMap(`${event.currentTarget.value} ${path.split('.').at(-1)}`)}
              >
                <option value="" disabled>
                  {t('protocol.choose')}
                </option>
                {names.map(({ message, field }) => (
                  <option key={`${message}.${field}`} value={`${message}.${field}`}>
                    {`${message}.${field}`}
                  </option>
                ))}
              </select>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
