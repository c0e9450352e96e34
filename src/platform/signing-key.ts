/** A key by which the server signs what must not be changed: made at first use, for its eyes alone (0600); its public half lies beside it. */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, makeFolder, writeDurably } from './durable-file.ts';

const privateFile = (name: string) => `${name}.key.pem`;
const publicFile = (name: string) => `${name}.public.pem`;

export type SigningKey = {
  /** The first half of the SHA-256 of the public key. */
  id: string;
  publicPem: string;
  sign(hash: string): string;
};

/** The key of this name in the folder; makes it when there is none. */
export async function openSigningKey(folder: string, name: string): Promise<SigningKey> {
  const pem = (await readIfThere(join(folder, privateFile(name)))) ?? (await makeKey(folder, name));
  const secret = createPrivateKey(pem);
  const { id, publicPem } = describe(createPublicKey(secret));
  return { id, publicPem, sign: (hash) => sign(null, Buffer.from(hash, 'hex'), secret).toString('base64') };
}

/** The public halves of this name by their ids: that of the folder. Empty when no key was made yet. */
export async function readPublicKeys(folder: string, name: string): Promise<Map<string, KeyObject>> {
  const pem = await readIfThere(join(folder, publicFile(name)));
  if (pem === null) return new Map();
  const key = createPublicKey(pem);
  return new Map([[describe(key).id, key]]);
}

/** The first of the keys as PEM; null = there is none. */
export function publicPem(keys: ReadonlyMap<string, KeyObject>): string | null {
  const [key] = keys.values();
  return key?.export({ type: 'spki', format: 'pem' }).toString() ?? null;
}

/** Whether the signature of a hash is of this key. */
export function isSigned(hash: string, signature: string, key: KeyObject): boolean {
  return verify(null, Buffer.from(hash, 'hex'), key, Buffer.from(signature, 'base64'));
}

async function makeKey(folder: string, name: string): Promise<string> {
  await makeFolder(folder);
  await chmod(folder, 0o700);
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  await writeDurably(folder, publicFile(name), [Buffer.from(describe(publicKey).publicPem)]);
  await writeDurably(folder, privateFile(name), [Buffer.from(pem)], undefined, 0o600);
  return pem;
}

function describe(key: KeyObject): { id: string; publicPem: string } {
  const publicPem = key.export({ type: 'spki', format: 'pem' }).toString();
  const der = key.export({ type: 'spki', format: 'der' });
  return { id: createHash('sha256').update(der).digest('hex').slice(0, 32), publicPem };
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return null;
    throw cause;
  }
}
