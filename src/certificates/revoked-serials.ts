/** What a list of revocations says: the serial numbers that were taken back, and when it ends. */
import { AsnConvert } from '@peculiar/asn1-schema';
import { CertificateList } from '@peculiar/asn1-x509';

const LIST = /-----BEGIN X509 CRL-----([A-Za-z0-9+/=\s]+)-----END X509 CRL-----/g;

/** The serial numbers (hexadecimal, upper case) of all lists in a PEM text. Throws when one cannot be read. */
export function revokedSerials(pem: string): Set<string> {
  const serials = new Set<string>();
  for (const [, base64 = ''] of pem.matchAll(LIST)) {
    const { tbsCertList } = AsnConvert.parse(Buffer.from(base64, 'base64'), CertificateList);
    for (const { userCertificate } of tbsCertList.revokedCertificates ?? []) serials.add(plainSerial(userCertificate));
  }
  return serials;
}

/** When the first of the lists in a PEM text ends, in ms; null = none says so. Throws when one cannot be read. */
export function endOfLists(pem: string): number | null {
  const ends = [...pem.matchAll(LIST)].flatMap(([, base64 = '']) => {
    const { tbsCertList } = AsnConvert.parse(Buffer.from(base64, 'base64'), CertificateList);
    return tbsCertList.nextUpdate === undefined ? [] : [tbsCertList.nextUpdate.getTime().getTime()];
  });
  return ends.length === 0 ? null : Math.min(...ends);
}

/** Without the zero byte that keeps a number positive, as certificates show theirs. */
function plainSerial(bytes: ArrayBuffer): string {
  const hex = Buffer.from(bytes).toString('hex').toUpperCase();
  return hex.replace(/^(?:00)+(?=..)/, '');
}
