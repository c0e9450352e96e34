/**
 * The audit trail: who did what to which object, from where, with the old and the new value (mission §8, ux.md S15). The only writer of
 * the table `audit_entry`. Every entry holds the hash of the one before it; nothing is ever changed, removed or trimmed.
 *
 * A door says who acts (`actAs`), whoever changes something adds an entry in the transaction of the change (`record`).
 */
export { type Acting, actAs, acting, asServer } from './acting.ts';
export { type Anchor, type AnchorFolders, type Anchors, createAnchors, readHead } from './anchors.ts';
export { differing, type NewEntry, record, type Values } from './record.ts';
export { recordFirst } from './record-first.ts';
export { type ChainProblem, type ChainVerdict, verifyChain } from './verify.ts';
