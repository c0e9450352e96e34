/** How a register shows that it is the one it says (M18, P20): by a certificate that stands for it. */

/** What the server expects of a register. */
export type ExpectedProof = {
  registerId: string;
  /** Name in the certificate of the customer that stands for it; null = its id. */
  certificateName: string | null;
  /** It must not come without one. */
  certificateRequired: boolean;
};

/** `other` = the certificate stands for somebody else, `missing` = it must show one and has not. */
export type ProofResult = 'proved' | 'not_asked' | 'other' | 'missing';

/** Whether what was shown fits; `names` are those of the certificate, null = none was shown. Letters count without their case. */
export function proofOf(expected: ExpectedProof, names: readonly string[] | null): ProofResult {
  if (names === null) return expected.certificateRequired ? 'missing' : 'not_asked';
  const wanted = (expected.certificateName ?? expected.registerId).toLowerCase();
  return names.some((name) => name.toLowerCase() === wanted) ? 'proved' : 'other';
}
