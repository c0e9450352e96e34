/** The two ways in: a register over gRPC and a person over HTTP. What comes out must be the same. */
import assert from 'node:assert/strict';
import { hash, randomUUID } from 'node:crypto';
import { type ApiClient, createApiClient } from '../support/api-client.ts';
import { connectRegister, salesPackage } from '../support/grpc-register.ts';
import type { TestServer } from '../support/server.ts';

export type Door = {
  name: 'gRPC' | 'POST /files';
  shopCode: string;
  /** Sends a package and answers its name in the queue; asserts that it was taken. */
  send(body: Buffer): Promise<string>;
  close(): void;
};

/** Opens both doors of a server: register 12 of shop 5 by gRPC, files by hand for shop 6. */
export async function openDoors(server: TestServer): Promise<{ api: ApiClient; doors: [Door, Door] }> {
  const api = createApiClient(() => server.url);
  await api.addShop('5');
  await api.addShop('6');
  const { registerId, shopId } = await api.addRegister('5', '12');
  const register = connectRegister(server.grpcPort);
  const digest = (body: Buffer) => hash('sha256', body).slice(0, 40);
  const grpc: Door = {
    name: 'gRPC',
    shopCode: '5',
    async send(saleFile) {
      const id = randomUUID();
      const { error, response } = await register.load([salesPackage({ id, cashId: registerId, shopId, saleFile })]);
      assert.equal(error, undefined);
      // What is on disk is acknowledged; that it cannot be read is not the register's trouble (A2).
      assert.deepEqual([response?.success, response?.requestId], [true, [id]]);
      return `${registerId}_${digest(saleFile)}.sales`;
    },
    close: () => register.close(),
  };
  const files: Door = {
    name: 'POST /files',
    shopCode: '6',
    async send(body) {
      const { schema } = await api.loadFile('6', 'продажи.zip', body);
      assert.equal(schema, 1);
      return `shop-6_${digest(body)}.sales`;
    },
    close: () => undefined,
  };
  return { api, doors: [grpc, files] };
}
