/**
 * The answer of an ERP that does not exist: over REST it says of each file that it has taken how many receipts it has booked
 * and what they add up to. What the server refuses or cannot be told is said again after the next pass, as a real one would.
 */
import { routes } from '../../contracts/web-api.ts';
import { formatKopecks } from '../domain/money.ts';
import type { ErpPassReport, TakenFile } from './erp.ts';

export type ErpConfirmerOptions = {
  /** `http://host:port` of the server. */
  baseUrl: string;
  /** Key of the API; without it the server must be an open one. */
  key?: string;
  /** Files of which it never says anything; default none. Those of open shifts it leaves unsaid anyway. */
  isSilent?: (path: string) => boolean;
};

export type ErpConfirmer = {
  /** Says what was booked of the files of a pass and what could not be said before. */
  confirm(report: Pick<ErpPassReport, 'taken'>): Promise<void>;
  /** Files whose word the server has not taken yet. */
  waiting(): readonly string[];
};

/** Files of one request; the server takes all of a request or none. */
const AT_ONCE = 50;

export function createErpConfirmer({ baseUrl, key, isSilent }: ErpConfirmerOptions): ErpConfirmer {
  let waiting: TakenFile[] = [];

  async function isTaken(files: readonly TakenFile[]): Promise<boolean> {
    try {
      const response = await fetch(new URL(routes.confirmations, baseUrl), {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        },
        body: JSON.stringify({ confirmations: files.map(confirmationOf) }),
      });
      await response.arrayBuffer();
      return response.ok;
    } catch (cause) {
      // The server is away or going: an ERP says it again later.
      if (cause instanceof TypeError) return false;
      throw cause;
    }
  }

  return {
    async confirm({ taken }) {
      const files = [
        ...waiting,
        ...taken.filter(({ path }) => !path.includes('/online/') && isSilent?.(path) !== true),
      ];
      waiting = [];
      for (let start = 0; start < files.length; start += AT_ONCE) {
        const batch = files.slice(start, start + AT_ONCE);
        if (await isTaken(batch)) continue;
        // One file that the server does not know yet must not hold up the others.
        for (const file of batch) if (!(await isTaken([file]))) waiting.push(file);
      }
    },
    waiting: () => waiting.map(({ path }) => path),
  };
}

function confirmationOf({ path, receipts, goods }: TakenFile) {
  const [shopCode = '', register = ''] = path.split('/');
  const fileName = path.slice(path.lastIndexOf('/') + 1);
  const reference = `Z-${register.slice('sale'.length)}-${/_(\d+)_/.exec(fileName)?.[1] ?? '0'}`;
  return { shopCode, fileName, receiptCount: receipts, revenue: formatKopecks(goods), reference };
}
