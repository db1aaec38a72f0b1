export { type Notice, notify, notifyAll, type Recipient, read, readIn, sweepNotices } from './actions.ts'
export { mailHandlers } from './actions-mail.ts'
export { inboxRoutes } from './routes.ts'
export { mailRoutes } from './routes-mail.ts'
