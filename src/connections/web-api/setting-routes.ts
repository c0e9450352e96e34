/** Settings over the API: all of them to look at, and the change of one, which shows first what it does (M16, D4). */
import { z } from 'zod';
import {
  changeQuery,
  noQuery,
  routes,
  type SettingChange,
  type SettingConfirmation,
  settingChange,
  settingChanged,
  settingConfirmation,
  settingList,
} from '../../../contracts/web-api.ts';
import { firstSoftwareOf, type ProtocolVersion } from '../../domain/software-version.ts';
import { messageText } from '../../messages/messages.ts';
import { PROTOCOL_SETTING, type ProtocolPreview, type Registers } from '../../pipeline/registers/registers.ts';
import type { Reports } from '../../reports/reports.ts';
import type { ReadAs } from '../../reports/reports-for.ts';
import { answers } from './answers.ts';
import { type Changing, change } from './changes.ts';
import type { Api } from './open-api.ts';
import { RefusedRequest } from './problems.ts';
import { shopOfBody } from './route-access.ts';

export type SettingFunctions = Changing<{
  reports: ReadAs<'settings'>;
  registers: Pick<Registers, 'setProtocol'>;
}>;

export function addSettingRoutes(app: Api, functions: SettingFunctions): void {
  const { reports } = functions;
  const tags = ['settings'];
  app.get(
    routes.settings,
    {
      config: { right: 'settings-exchange' },
      schema: {
        operationId: 'listSettings',
        tags,
        summary: 'Every setting: those that are changed here, and those of the configuration file, read-only',
        querystring: noQuery,
        response: answers(settingList),
      },
    },
    ({ principal }) => reports(principal).settings(),
  );
  app.put(
    routes.setting,
    {
      config: { right: 'settings-exchange', names: shopOfBody },
      schema: {
        operationId: 'changeSetting',
        tags,
        summary: 'Changes a setting for the server, a shop or a register; must be confirmed (409 with a preview)',
        params: z.object({ key: z.string().min(1).max(100) }),
        querystring: changeQuery,
        body: settingChange,
        response: { ...answers(settingChanged), 409: settingConfirmation },
      },
    },
    async ({ params: { key }, query, body, principal }, reply) => {
      const protocolVersion = await readProtocol(reports(principal), key, body);
      const { shopCode = null, registerCode = null, includeUnknown, author = null } = body;
      const wanted = { shopCode, registerCode, protocolVersion, includeUnknown, author };
      const result = await change(functions, query, ({ registers }) => registers.setProtocol(wanted, body.confirmed));
      if (!result.ok) throw new RefusedRequest(result.code, result.params);
      const { preview, done } = result;
      if (!done) return reply.code(409).send(questionOf(preview));
      return { key, message: both('setting.changed', { ...preview }), outcome: preview };
    },
  );
}

/** The one setting that is changed here; others are refused by name, with where they are changed. */
async function readProtocol(
  reports: Pick<Reports, 'settings'>,
  key: string,
  { value }: SettingChange,
): Promise<ProtocolVersion> {
  if (key !== PROTOCOL_SETTING) {
    const { settings } = await reports.settings();
    const known = settings.find((row) => row.key === key);
    if (known === undefined) throw new RefusedRequest('not_found.setting', { key });
    if (known.variable === null) throw new RefusedRequest('setting.fixed', { key });
    throw new RefusedRequest('setting.in_config', { key, variable: known.variable });
  }
  if (value === '3') return 3;
  if (value === '4') return 4;
  throw new RefusedRequest('setting.value', { key, value, choices: '3, 4' });
}

function questionOf(preview: ProtocolPreview): SettingConfirmation {
  const { from, to, changing } = preview;
  const [tooOld, unknown] = [preview.tooOld.count, preview.unknownVersion.count];
  const params = { from, to, changing, tooOld, unknown, firstVersion: firstSoftwareOf[to] };
  return { code: 'confirmation_required', message: both('setting.confirm', params), preview };
}

function both(code: string, { from, to, changing, ...others }: Record<string, unknown>): { ru: string; en: string } {
  const params: Record<string, string | number> = { from: Number(from), to: Number(to), changing: Number(changing) };
  for (const [name, value] of Object.entries(others))
    if (typeof value === 'string' || typeof value === 'number') params[name] = value;
  return { ru: messageText('ru', code, params), en: messageText('en', code, params) };
}
