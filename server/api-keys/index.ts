export { type Answered, forgetAnswers, keyOf, onceForKey } from './actions.ts'
export { type ApiKey, type Scope, scopes } from './key.ts'
export { apiKeyRoutes } from './routes.ts'
