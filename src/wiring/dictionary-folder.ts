/** Asks the API of this server which folder of dictionaries is to be cleared (M43); without an answer nothing is (M44). */
import { routes, settingList } from '../../contracts/web-api.ts';
import { DICTIONARIES_SETTING, type DictionaryTrimming } from '../pipeline/archive/archive.ts';

/** How the API of this server answers one of our own questions. */
export type AskSelf = (path: string, key: string) => Promise<{ status: number; body: string }>;

/** `server` is the address of its pages, `key` what lets us in. */
export async function askDictionaryFolder(
  server: string,
  ask: AskSelf,
  key: string,
): Promise<Awaited<ReturnType<DictionaryTrimming['readFolder']>>> {
  try {
    const { status, body } = await ask(routes.settings, key);
    if (status !== 200) return away(server, `HTTP ${status}`);
    const { settings } = settingList.parse(JSON.parse(body));
    const row = settings.find((one) => one.key === DICTIONARIES_SETTING);
    return row === undefined ? away(server, `no ${DICTIONARIES_SETTING}`) : { ok: true, folder: row.value };
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    return away(server, cause.message);
  }
}

function away(server: string, cause: string) {
  return { ok: false, code: 'dictionaries.server_away', params: { server, cause } } as const;
}
