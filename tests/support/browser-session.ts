/** A browser without pages: it keeps the cookies that a server gives and sends the header of our pages. */
import type { WebApiUnderTest } from './web-api.ts';

export type BrowserSession = {
  cookies: Map<string, string>;
  /** Attributes of the cookie that came last. */
  attributes: string;
  send(method: string, path: string, body?: object, headers?: Record<string, string>): Promise<Response>;
  json<T>(method: string, path: string, body?: object): Promise<{ status: number; body: T }>;
};

export function createBrowserSession({ fetch }: Pick<WebApiUnderTest, 'fetch'>): BrowserSession {
  const session: BrowserSession = {
    cookies: new Map(),
    attributes: '',
    async send(method, path, body, headers = { 'x-smena-page': '1' }) {
      const cookie = [...session.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const response = await fetch(path, {
        method,
        redirect: 'manual',
        headers: {
          ...headers,
          ...(cookie === '' ? {} : { cookie }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = '', attributes = ''] = /^([^=]+)=([^;]*); (.*)$/.exec(line) ?? [];
        session.attributes = attributes;
        if (/Max-Age=0/.test(attributes)) session.cookies.delete(name);
        else session.cookies.set(name, value);
      }
      return response;
    },
    async json<T>(method: string, path: string, body?: object) {
      const response = await session.send(method, path, body);
      return { status: response.status, body: (await response.json()) as T };
    },
  };
  return session;
}
