/**
 * Log-in by a provider of OpenID Connect: authorization code with PKCE, state and nonce (`openid-client`). It sends the browser to the
 * provider and reads the answer; whose account that is, is decided by `src/access`.
 */
import type { Configuration } from 'openid-client';
import type { BegunLogin, PersonRole, ProvidedPerson } from '../../access/access.ts';
import type { Logger } from '../../platform/logger.ts';
import { isLoopback } from '../../platform/loopback.ts';

export type ProviderSettings = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  loginClaim: string;
  roleClaim: string;
  /** Group → role; the first that a person has decides. */
  roles: readonly (readonly [string, PersonRole])[];
  /** null = whoever comes sees the network. */
  shopsClaim: string | null;
};

type Refused = {
  ok: false;
  code: 'access.provider_failed' | 'access.provider_away' | 'access.provider_denied' | 'access.provider_no_role';
  params: Record<string, string>;
};

export type IdentityProvider = {
  /** Where the browser goes, and what its return is held against. `redirectUri` is where the provider sends it back. */
  begin(
    redirectUri: string,
    returnTo: string,
  ): Promise<{ ok: true; url: string; state: string; begun: BegunLogin } | Refused>;
  /** Reads the address to which the browser came back. */
  finish(address: URL, state: string, begun: BegunLogin): Promise<{ ok: true; value: ProvidedPerson } | Refused>;
};

const SCOPE = 'openid profile';

type Library = typeof import('openid-client');

/** Comes with the first log-in by a provider: most servers have none. */
const library = (): Promise<Library> => import('openid-client');

/** Nothing is asked of the provider before somebody logs in, so that the server starts while it is away. */
export function createIdentityProvider(settings: ProviderSettings, logger: Logger): IdentityProvider {
  let known: Configuration | undefined;

  async function configuration(client: Library): Promise<Configuration> {
    const issuer = new URL(settings.issuer);
    const plain = issuer.protocol === 'http:' && isLoopback(issuer.hostname);
    known ??= await client.discovery(issuer, settings.clientId, settings.clientSecret, undefined, {
      execute: plain ? [client.allowInsecureRequests] : [],
    });
    return known;
  }

  /** What the provider refuses or gets wrong is no fault of ours, and the person can only try again. */
  function failed(cause: unknown): Refused {
    logger.error('the external log-in failed', cause);
    return { ok: false, code: 'access.provider_failed', params: {} };
  }

  /** The provider itself let nobody in: it refused, or the person went back. */
  function denied(client: Library, cause: unknown): boolean {
    return cause instanceof client.AuthorizationResponseError && cause.error === 'access_denied';
  }

  return {
    async begin(redirectUri, returnTo) {
      try {
        const client = await library();
        const config = await configuration(client);
        const [state, nonce, verifier] = [client.randomState(), client.randomNonce(), client.randomPKCECodeVerifier()];
        const url = client.buildAuthorizationUrl(config, {
          redirect_uri: redirectUri,
          scope: SCOPE,
          state,
          nonce,
          code_challenge: await client.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
        });
        return { ok: true, url: url.href, state, begun: { verifier, nonce, returnTo } };
      } catch (cause) {
        return { ...failed(cause), code: 'access.provider_away' };
      }
    },
    async finish(address, state, { verifier, nonce }) {
      const client = await library();
      try {
        const config = await configuration(client);
        const tokens = await client.authorizationCodeGrant(config, address, {
          pkceCodeVerifier: verifier,
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
        });
        const told = tokens.claims();
        if (told === undefined) throw new Error('the provider sent no id token');
        const hasMore = config.serverMetadata().userinfo_endpoint !== undefined;
        const more = hasMore ? await client.fetchUserInfo(config, tokens.access_token, told.sub) : {};
        return personOf(settings, { ...told, ...more });
      } catch (cause) {
        if (denied(client, cause)) return { ok: false, code: 'access.provider_denied', params: {} };
        return failed(cause);
      }
    },
  };
}

type Claims = Readonly<Record<string, unknown>> & { sub: string; iss: string };

/** The person that claims speak of; refused when none of their groups gives a role. */
export function personOf(
  { loginClaim, roleClaim, roles, shopsClaim }: ProviderSettings,
  claims: Claims,
): { ok: true; value: ProvidedPerson } | Refused {
  const groups = wordsOf(claims[roleClaim]);
  const role = roles.find(([group]) => groups.includes(group))?.[1];
  const login = wordsOf(claims[loginClaim])[0] ?? claims.sub;
  if (role === undefined) return { ok: false, code: 'access.provider_no_role', params: { login } };
  const codes = shopsClaim === null ? ['all'] : wordsOf(claims[shopsClaim]);
  const shops = codes.includes('all') ? 'all' : codes;
  const fullName = wordsOf(claims['name'])[0] ?? null;
  return { ok: true, value: { issuer: claims.iss, subject: claims.sub, login, fullName, role, shops } };
}

/** A claim as words: a list, one text, or a text with commas; numbers count as texts. */
function wordsOf(claim: unknown): string[] {
  const all = Array.isArray(claim) ? claim : [claim];
  return all
    .filter((one) => typeof one === 'string' || typeof one === 'number')
    .flatMap((one) => String(one).split(','))
    .map((one) => one.trim())
    .filter((one) => one !== '');
}
