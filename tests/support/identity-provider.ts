/** A real provider of OpenID Connect on this machine. Whoever comes to it is logged in at once, or sent back without. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { providerRoutes } from '../../contracts/web-api.ts';

export type Account = { preferred_username: string; name: string; groups: string[]; shops?: string[] };

export type ProviderUnderTest = AsyncDisposable & {
  issuer: string;
  /** Who sits before the provider, and what it says of them. */
  account: { id: string; claims: Account };
  /** True = it lets nobody in. */
  refuses: boolean;
  /** Knows the server from now on by the address at which browsers see it. */
  open(serverUrl: string): void;
  /** Answers nobody any more. */
  stop(): void;
};

export const providerSettings = {
  clientId: 'smena',
  clientSecret: 'a secret of the test',
  loginClaim: 'preferred_username',
  roleClaim: 'groups',
  roles: [
    ['finance', 'accountant'],
    ['shops', 'manager'],
  ],
  shopsClaim: 'shops',
} as const;

/** Listens; `host` other than that of the server makes it another site for a browser. */
export async function startProvider(host = 'localhost'): Promise<ProviderUnderTest> {
  let provider: Provider | undefined;
  const server = createServer((request, response) => {
    if (provider === undefined) throw new Error('asked too early');
    if (request.url?.startsWith('/interaction/') !== true) return void provider.callback()(request, response);
    const result = stage.refuses ? { error: 'access_denied' } : { login: { accountId: stage.account.id } };
    void provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }).listen(0, host);
  await once(server, 'listening');
  const issuer = `http://${host}:${(server.address() as AddressInfo).port}`;
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  const stage: ProviderUnderTest = {
    issuer,
    refuses: false,
    account: {
      id: 'u-1',
      claims: { preferred_username: 'Petrova', name: 'Анна Петрова', groups: ['everybody', 'finance'], shops: ['all'] },
    },
    open(serverUrl) {
      provider = providerFor(stage, new URL(providerRoutes.answer, serverUrl).href);
    },
    stop,
    async [Symbol.asyncDispose]() {
      stop();
    },
  };
  return stage;
}

function providerFor(stage: ProviderUnderTest, redirectUri: string): Provider {
  const { clientId: client_id, clientSecret: client_secret } = providerSettings;
  const { account } = stage;
  const made: Provider = new Provider(stage.issuer, {
    clients: [{ client_id, client_secret, redirect_uris: [redirectUri] }],
    claims: { openid: ['sub'], profile: ['preferred_username', 'name', 'groups', 'shops'] },
    cookies: { keys: ['of the test'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    findAccount: (_context: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id, ...account.claims }) }),
    async loadExistingGrant() {
      const grant = new made.Grant({ clientId: client_id, accountId: account.id });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
  });
  return made;
}
