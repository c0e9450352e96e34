/** People, sessions and keys (P20): who somebody is and what they may do. Face of this room. */
export {
  type AccessMode,
  type Credentials,
  createIdentify,
  type Identified,
  type Identify,
  type OpenSession,
  type SessionStage,
  type SessionTimes,
} from './identify.ts';
export { nobody, openPrincipal } from './principals.ts';
