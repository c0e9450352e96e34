/** People, roles and keys as the commands ask for them: of a running server, or of a data folder. */
import type {
  IssuedKey,
  KeyList,
  NewKey,
  NewPerson,
  PersonChange,
  PersonLink,
  PersonList,
  RoleList,
} from '../../../contracts/web-api.ts';
import type { PersonRole } from '../../access/access.ts';
import type { Answer } from './answer.ts';

export type AccessCalls = {
  people(): Promise<Answer<PersonList>>;
  addPerson(person: NewPerson): Promise<Answer<PersonLink>>;
  changePerson(login: string, change: PersonChange): Promise<Answer<PersonList>>;
  linkPerson(login: string): Promise<Answer<PersonLink>>;
  resetFactor(login: string): Promise<Answer<PersonList>>;
  roles(): Promise<Answer<RoleList>>;
  changeRole(role: PersonRole, secondFactor: boolean): Promise<Answer<RoleList>>;
  keys(): Promise<Answer<KeyList>>;
  issueKey(key: NewKey): Promise<Answer<IssuedKey>>;
  revokeKey(keyId: string): Promise<Answer<KeyList>>;
  /** The link for the first administrator; null over the network, where nobody may ask for it. */
  firstLink: (() => Promise<Answer<string>>) | null;
};

export type OpenedAccess = AccessCalls & { close(): Promise<void> };
