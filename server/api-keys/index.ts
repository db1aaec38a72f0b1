export { type ApiKey, type Scope, scopes } from './key.ts'
