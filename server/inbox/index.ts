export { type Notice, notify, type Recipient, read, readIn, sweepNotices } from './actions.ts'
export { inboxRoutes } from './routes.ts'
