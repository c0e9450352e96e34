/**
 * What an operator does with the built-in authority (M18): make it, issue, renew and take back certificates, look at what ends.
 * All of it is files of one folder, so that it works beside a running server, which sees the change by itself, and without a
 * database. What was issued is written down line by line in `issued.ndjson` and never taken out.
 */
import { writeDurably } from '../platform/durable-file.ts';
import { type Authority, findAuthority, type Issued, openAuthority, writeSecret } from './authority.ts';
import { type BookedCertificate, listCertificates, note } from './book.ts';
import { authorityFiles } from './certificate-files.ts';

export { type BookedCertificate, listCertificates } from './book.ts';
export { authorityFiles } from './certificate-files.ts';

/** How long a new certificate is valid, in days. */
export const SERVER_DAYS = 825;
export const REGISTER_DAYS = 397;

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

async function writeRevocations(folder: string, authority: Authority): Promise<void> {
  const revoked = (await listCertificates(folder)).filter(({ revokedMs }) => revokedMs !== null);
  const list = await authority.revocationList(revoked.map(({ serialNumber }) => serialNumber));
  await writeDurably(folder, authorityFiles.revoked, [Buffer.from(list)]);
}
