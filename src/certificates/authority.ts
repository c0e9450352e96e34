/**
 * The built-in authority (M18): a key of our own that signs the certificate of the server, those of registers and the list of what
 * was taken back. For whoever has no authority; who has one names its files in the configuration instead.
 *
 * It lies in a folder of the data folder that nobody else may read. The key of a register is made here once, handed over and not kept.
 */
import 'reflect-metadata';
import { randomBytes, webcrypto, X509Certificate } from 'node:crypto';
import { chmod, readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { hasCode, makeFolder, writeDurably } from '../platform/durable-file.ts';
import { authorityFiles } from './certificate-files.ts';

x509.cryptoProvider.set(webcrypto);

/** A certificate with its key; PEM texts, times in ms UTC. */
export type Issued = {
  certificate: string;
  key: string;
  /** Hexadecimal, upper case. */
  serialNumber: string;
  /** SHA-256, hexadecimal with colons, upper case. */
  fingerprint: string;
  validFromMs: number;
  validToMs: number;
};

export type Authority = {
  /** PEM of its own certificate: what registers trust. */
  readonly certificate: string;
  readonly validToMs: number;
  /** For the server under these names and addresses. */
  issueServer(hosts: readonly string[], days: number): Promise<Issued>;
  /** For one register: its id is the common name. */
  issueRegister(registerId: string, days: number): Promise<Issued>;
  /** PEM of the list of these serial numbers. It ends with the authority: a server whose list has ended turns everybody away. */
  revocationList(serialNumbers: readonly string[]): Promise<string>;
};

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 86_400_000;
/** The own certificate lives for so long: registers that trust it are visited seldom. */
const AUTHORITY_DAYS = 3650;
/** Clocks of registers that are behind by less find a new certificate valid. */
const EARLIER_MS = 3_600_000;

/** What happened when the authority was asked for; `made` = there was none before. */
export type OpenedAuthority = { authority: Authority; made: boolean };

/** Opens the authority of the folder and makes one when there is none; `nowMs` is the time in UTC. Rejects with errors of the disk. */
export async function openAuthority(folder: string, nowMs: number): Promise<OpenedAuthority> {
  const found = await findAuthority(folder, nowMs);
  if (found !== null) return { authority: found, made: false };
  await makeFolder(folder);
  await chmod(folder, 0o700);
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerialNumber(),
    name: [{ CN: [`Smena ${randomBytes(4).toString('hex')}`] }],
    notBefore: new Date(nowMs - EARLIER_MS),
    notAfter: new Date(nowMs + AUTHORITY_DAYS * DAY_MS),
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  // The key first: a certificate without it would be taken for an authority.
  await writeSecret(folder, authorityFiles.key, await pemOfKey(keys.privateKey));
  await writeDurably(folder, authorityFiles.certificate, [Buffer.from(certificate.toString('pem'))]);
  const authority = authorityOf(certificate, keys.privateKey, nowMs);
  await writeDurably(folder, authorityFiles.revoked, [Buffer.from(await authority.revocationList([]))]);
  return { authority, made: true };
}

/** The authority of the folder; null = there is none. */
export async function findAuthority(folder: string, nowMs: number): Promise<Authority | null> {
  const pem = await readIfThere(join(folder, authorityFiles.certificate));
  const key = await readIfThere(join(folder, authorityFiles.key));
  if (pem === null || key === null) return null;
  const pkcs8 = x509.PemConverter.decodeFirst(key);
  const signingKey = await webcrypto.subtle.importKey('pkcs8', pkcs8, ALGORITHM, false, ['sign']);
  return authorityOf(new x509.X509Certificate(pem), signingKey, nowMs);
}

function authorityOf(own: x509.X509Certificate, signingKey: webcrypto.CryptoKey, nowMs: number): Authority {
  const issue = async (commonName: string, days: number, extensions: x509.Extension[]): Promise<Issued> => {
    const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
    const certificate = await x509.X509CertificateGenerator.create({
      serialNumber: newSerialNumber(),
      subject: [{ CN: [commonName] }],
      issuer: own.subject,
      notBefore: new Date(nowMs - EARLIER_MS),
      // Nothing that it signed outlives the authority.
      notAfter: new Date(Math.min(nowMs + days * DAY_MS, own.notAfter.getTime())),
      publicKey: keys.publicKey,
      signingKey,
      signingAlgorithm: ALGORITHM,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        await x509.AuthorityKeyIdentifierExtension.create(own),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
        ...extensions,
      ],
    });
    return issuedOf(certificate.toString('pem'), await pemOfKey(keys.privateKey));
  };
  return {
    certificate: own.toString('pem'),
    validToMs: own.notAfter.getTime(),
    issueServer: (hosts, days) =>
      issue(hosts[0] ?? 'localhost', days, [
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension(
          hosts.map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value })),
        ),
      ]),
    issueRegister: (registerId, days) =>
      issue(registerId, days, [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth])]),
    async revocationList(serialNumbers) {
      const list = await x509.X509CrlGenerator.create({
        issuer: own.subject,
        thisUpdate: new Date(nowMs - EARLIER_MS),
        nextUpdate: own.notAfter,
        signingKey,
        signingAlgorithm: ALGORITHM,
        entries: serialNumbers.map((serialNumber) => ({
          serialNumber: serialNumber.toLowerCase(),
          revocationDate: new Date(nowMs - EARLIER_MS),
        })),
      });
      // OpenSSL knows the list by this name only.
      return x509.PemConverter.encode(list.rawData, 'X509 CRL');
    },
  };
}

function issuedOf(certificate: string, key: string): Issued {
  const read = new X509Certificate(certificate);
  return {
    certificate,
    key,
    serialNumber: read.serialNumber.toUpperCase(),
    fingerprint: read.fingerprint256,
    validFromMs: Date.parse(read.validFrom),
    validToMs: Date.parse(read.validTo),
  };
}

/** 120 random bits, positive. */
function newSerialNumber(): string {
  return `01${randomBytes(15).toString('hex')}`;
}

async function pemOfKey(key: webcrypto.CryptoKey): Promise<string> {
  return x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}

/** For the eyes of the server alone. */
export async function writeSecret(folder: string, name: string, text: string): Promise<void> {
  await writeDurably(folder, name, [Buffer.from(text)], undefined, 0o600);
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return null;
    throw cause;
  }
}
