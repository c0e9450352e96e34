/** Changing a setting: the server answers first with what the change does (M16). */
import type {
  ProtocolPreview,
  SettingChange,
  SettingChanged,
  SettingConfirmation,
} from '../../../contracts/web-api.ts';
import { routes } from '../../../contracts/web-api.ts';
import { ApiError, fillRoute, putJson } from './client.ts';

export type WantedChange = Pick<SettingChange, 'value' | 'shopCode' | 'registerCode' | 'includeUnknown'>;
export type ChangeAnswer =
  | ({ kind: 'changed' } & SettingChanged)
  /** Nothing was changed: the person must see this first. */
  | { kind: 'question'; preview: ProtocolPreview };

/** Throws ApiError when the server refuses. */
export async function changeSetting(key: string, wanted: WantedChange, confirmed: boolean): Promise<ChangeAnswer> {
  try {
    const answer = await putJson<SettingChanged>(fillRoute(routes.setting, { key }), { ...wanted, confirmed });
    return { kind: 'changed', ...answer };
  } catch (error) {
    if (error instanceof ApiError && error.problem !== null && isQuestion(error.problem))
      return { kind: 'question', preview: error.problem.preview };
    throw error;
  }
}

function isQuestion(problem: object): problem is SettingConfirmation {
  return 'code' in problem && problem.code === 'confirmation_required' && 'preview' in problem;
}
