export { signOutEverywhere, startSession } from './actions.ts'
export { raiseAlarm, sendAlarm } from './actions-alarm.ts'
export { hasAdministrator, inviteFirstAdministrator } from './actions-people.ts'
export { sweep } from './actions-sweep.ts'
export { actorOf, type By, byPerson, byPlatform } from './by.ts'
export { checkPassword, hashPassword, type PasswordPolicy } from './password.ts'
export {
  adminRoles,
  bankRoles,
  bureauRoles,
  enterpriseRoles,
  guarantorRoles,
  isOneOf,
  type Person,
  type PersonId,
  poolRoles,
  type Role,
  roles,
} from './person.ts'
export { accountRoutes } from './routes.ts'
export { colleagueRoutes } from './routes-colleagues.ts'
export { peopleRoutes } from './routes-people.ts'
export { securityRoutes } from './routes-security.ts'
export { accountNamed, addPassword, addPerson, demoPeople, person as personById } from './rows.ts'
export { namesOfPeople } from './rows-people.ts'
export { aliveSessions, type Visitor, visitorOf } from './visitor.ts'
