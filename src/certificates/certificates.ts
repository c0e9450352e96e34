/**
 * What an operator does with the built-in authority (M18): make it, issue, renew and take back certificates, look at what ends.
 * All of it is files of one folder, so that it works beside a running server, which sees the change by itself, and without a
 * database. What was issued is written down line by line in `issued.ndjson` and never taken out.
 */
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, syncFolder, writeDurably } from '../platform/durable-file.ts';
import { type Authority, findAuthority, type Issued, openAuthority, writeSecret } from './authority.ts';
import { authorityFiles } from './certificate-files.ts';

export { authorityFiles } from './certificate-files.ts';

/** A certificate of a register as it was issued; times in ms UTC. */
export type BookedCertificate = {
  registerId: string;
  serialNumber: string;
  fingerprint: string;
  validFromMs: number;
  validToMs: number;
  issuedMs: number;
  /** null = it was not taken back. */
  revokedMs: number | null;
};

/** How long a new certificate is valid, in days. */
export const SERVER_DAYS = 825;
export const REGISTER_DAYS = 397;

const BOOK = 'issued.ndjson';

type Line =
  | ({ kind: 'issued' } & Omit<BookedCertificate, 'revokedMs'>)
  | { kind: 'revoked'; serialNumber: string; revokedMs: number };

/** Makes the authority unless there is one, and a new certificate of the server under these names and addresses. */
export async function initCertificates(
  folder: string,
  { hosts, days, nowMs }: { hosts: readonly string[]; days: number; nowMs: number },
): Promise<{ made: boolean; server: Issued; authorityEndsMs: number }> {
  const { authority, made } = await openAuthority(folder, nowMs);
  const server = await authority.issueServer(hosts, days);
  // The server takes the pair when the certificate has changed, so the key goes first.
  await writeSecret(folder, authorityFiles.serverKey, server.key);
  await writeDurably(folder, authorityFiles.serverCertificate, [Buffer.from(server.certificate)]);
  return { made, server, authorityEndsMs: authority.validToMs };
}

/** A new certificate for a register, written down; null = there is no authority. Older ones of it stay valid. */
export async function issueCertificate(
  folder: string,
  { registerId, days, nowMs }: { registerId: string; days: number; nowMs: number },
): Promise<(Issued & { authority: string }) | null> {
  const authority = await findAuthority(folder, nowMs);
  if (authority === null) return null;
  const issued = await authority.issueRegister(registerId, days);
  const { serialNumber, fingerprint, validFromMs, validToMs } = issued;
  await note(folder, {
    kind: 'issued',
    ...{ registerId, serialNumber, fingerprint, validFromMs, validToMs, issuedMs: nowMs },
  });
  return { ...issued, authority: authority.certificate };
}

/**
 * Takes back all certificates of a register that are still valid, but for those named in `keep`; answers which. The list of what was
 * taken back is written before anybody is told, and the server reads it at once.
 */
export async function revokeCertificates(
  folder: string,
  { registerId, keep = [], nowMs }: { registerId: string; keep?: readonly string[]; nowMs: number },
): Promise<BookedCertificate[] | null> {
  const authority = await findAuthority(folder, nowMs);
  if (authority === null) return null;
  const valid = (await listCertificates(folder)).filter(
    (one) => one.registerId === registerId && one.revokedMs === null && one.validToMs > nowMs,
  );
  const revoked = valid.filter(({ serialNumber }) => !keep.includes(serialNumber));
  for (const { serialNumber } of revoked) await note(folder, { kind: 'revoked', serialNumber, revokedMs: nowMs });
  await writeRevocations(folder, authority);
  return revoked;
}

/** Every certificate of a register that was issued, the oldest first. */
export async function listCertificates(folder: string): Promise<BookedCertificate[]> {
  const booked = new Map<string, BookedCertificate>();
  for (const line of await readBook(folder)) {
    if (line.kind === 'issued') {
      const { kind: _, ...certificate } = line;
      booked.set(line.serialNumber, { ...certificate, revokedMs: null });
      continue;
    }
    const known = booked.get(line.serialNumber);
    if (known !== undefined) booked.set(line.serialNumber, { ...known, revokedMs: line.revokedMs });
  }
  return [...booked.values()];
}

async function writeRevocations(folder: string, authority: Authority): Promise<void> {
  const revoked = (await listCertificates(folder)).filter(({ revokedMs }) => revokedMs !== null);
  const list = await authority.revocationList(revoked.map(({ serialNumber }) => serialNumber));
  await writeDurably(folder, authorityFiles.revoked, [Buffer.from(list)]);
}

async function note(folder: string, line: Line): Promise<void> {
  const file = await open(join(folder, BOOK), 'a+', 0o600);
  try {
    // What a crash has cut off would spoil the line behind it.
    const text = await file.readFile();
    if (text.length > 0 && text.at(-1) !== 0x0a) await file.truncate(text.lastIndexOf(0x0a) + 1);
    await file.appendFile(`${JSON.stringify(line)}\n`);
    await file.datasync();
  } finally {
    await file.close();
  }
  await syncFolder(folder);
}

/** A line that a crash has cut off was told to nobody and is left out. */
async function readBook(folder: string): Promise<Line[]> {
  let text: string;
  try {
    text = await readFile(join(folder, BOOK), 'utf8');
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return [];
    throw cause;
  }
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}
