import type { StoreServer } from '../../../../contracts/web-api.ts';
import { PlainHead } from '../../components/plain-head.tsx';
import { type Mark, StatusMark } from '../../components/status-mark.tsx';
import { count, MISSING, serverMinute } from '../../format/format.ts';
import { type ScreenText, useLanguage } from '../../ui/language.tsx';
import '../../components/plain-table.css';

const headings: ScreenText[] = [
  'servers.code',
  'servers.state',
  'servers.name',
  'servers.lastContact',
  'servers.backlog',
  'servers.oldest',
  'servers.refusedHere',
  'servers.lastPackage',
  'servers.certificate',
  'servers.version',
  'servers.registers',
  'servers.shops',
];
const numbers: ScreenText[] = ['servers.backlog', 'servers.refusedHere', 'servers.registers'];

/** The servers of stores: when each was seen, how much it has not brought, until when its certificate is valid. */
export function ServerTable({ servers }: { servers: readonly StoreServer[] }) {
  const { t } = useLanguage();
  return (
    <section aria-labelledby="servers-below">
      <h2 id="servers-below">{t('servers.below')}</h2>
      {servers.length === 0 ? (
        <p className="secondary">{t('servers.noneBelow')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable
        <div className="plain-box" tabIndex={0}>
          <table className="plain-table" aria-labelledby="servers-below">
            <PlainHead headings={headings} numbers={numbers} />
            <tbody>
              {servers.map((server) => (
                <Row key={server.serverCode} server={server} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Row({ server }: { server: StoreServer }) {
  const { t, language } = useLanguage();
  const { mark, word } = stateOf(server);
  const at = (time: string | null) => (time === null ? MISSING : serverMinute(language, time));
  return (
    <tr>
      <th scope="row">{server.serverCode}</th>
      <td>
        <StatusMark mark={mark} word={t(word)} />
      </td>
      <td>{server.name ?? MISSING}</td>
      <td>{at(server.lastContactAt)}</td>
      <td className="cell-number">
        {server.waitingPackages === null ? MISSING : count(language, server.waitingPackages)}
      </td>
      <td>{at(server.oldestAt)}</td>
      <td className="cell-number">
        {server.refusedRegisters === null ? MISSING : count(language, server.refusedRegisters)}
      </td>
      <td>{at(server.lastPackageAt)}</td>
      <td>{at(server.certificateEndsAt)}</td>
      <td>{server.softwareVersion ?? MISSING}</td>
      <td className="cell-number">{count(language, server.registers)}</td>
      <td className="cell-wraps">{server.shopCodes.join(', ')}</td>
    </tr>
  );
}

/** What it lacks a line for comes first; one that was never here is no fault. */
function stateOf({ connectedSince, lastContactAt, refusedRegisters }: StoreServer): { mark: Mark; word: ScreenText } {
  if (lastContactAt === null) return { mark: 'unknown', word: 'servers.never' };
  if (connectedSince === null) return { mark: 'broken', word: 'servers.away' };
  return { mark: (refusedRegisters ?? 0) > 0 ? 'late' : 'order', word: 'servers.connected' };
}
