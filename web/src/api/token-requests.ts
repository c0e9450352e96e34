/** How a register shows that it is the one it says: what its card asks for, and its tokens. */
import { queryOptions } from '@tanstack/react-query';
import type {
  IssuedRegisterToken,
  NewRegisterToken,
  Register,
  RegisterChange,
  RegisterTokenList,
} from '../../../contracts/web-api.ts';
import { routes } from '../../../contracts/web-api.ts';
import { deleteJson, fillRoute, getJson, patchJson, postJson } from './client.ts';
import { queryKeys } from './query-keys.ts';

export type RegisterCodes = { shopCode: string; registerCode: string };

export const registerTokens = (codes: RegisterCodes) =>
  queryOptions({
    queryKey: [...queryKeys.register(codes.shopCode, codes.registerCode), 'tokens'],
    queryFn: ({ signal }) => getJson<RegisterTokenList>(fillRoute(routes.registerTokens, codes), {}, signal),
  });

export const issueToken = (codes: RegisterCodes, wanted: NewRegisterToken) =>
  postJson<IssuedRegisterToken>(fillRoute(routes.registerTokens, codes), wanted);
export const revokeToken = (codes: RegisterCodes, tokenId: string) =>
  deleteJson<RegisterTokenList>(fillRoute(routes.registerToken, { ...codes, tokenId }));

type Proof = Pick<RegisterChange, 'certificateRequired' | 'tokenRequired'>;

export const demandProof = (codes: RegisterCodes, proof: Proof) =>
  patchJson<Register>(fillRoute(routes.register, codes), proof);
