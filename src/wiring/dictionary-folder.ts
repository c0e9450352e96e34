/** Asks the API of a server which folder of dictionaries is to be cleared (M43); without an answer nothing is (M44). */
import { routes, settingList } from '../../contracts/web-api.ts';
import { DICTIONARIES_SETTING, type DictionaryTrimming } from '../pipeline/archive/archive.ts';

const PATIENCE_MS = 10_000;

/** `server` is the address of its pages, `key` what lets us in. */
export async function askDictionaryFolder(
  server: string,
  key: string,
): Promise<Awaited<ReturnType<DictionaryTrimming['readFolder']>>> {
  try {
    const response = await fetch(new URL(routes.settings, server), {
      headers: { authorization: `Bearer ${key}` },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (!response.ok) return away(server, `HTTP ${response.status}`);
    const { settings } = settingList.parse(await response.json());
    const row = settings.find(({ key }) => key === DICTIONARIES_SETTING);
    return row === undefined ? away(server, `no ${DICTIONARIES_SETTING}`) : { ok: true, folder: row.value };
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    return away(server, cause.message);
  }
}

function away(server: string, cause: string) {
  return { ok: false, code: 'dictionaries.server_away', params: { server, cause } } as const;
}
