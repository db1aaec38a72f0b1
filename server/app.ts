import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
  LogController,
} from 'fastify'
import { pino } from 'pino'
import { accountRoutes, colleagueRoutes, peopleRoutes, securityRoutes } from './accounts/index.ts'
import { apiRoutes, loanApiRoutes, taxApiRoutes } from './api/index.ts'
import { apiKeyRoutes } from './api-keys/index.ts'
import {
  applicationRoutes,
  caseDocumentRoutes,
  caseTaxRoutes,
  contactRoutes,
  messageRoutes,
} from './applications/index.ts'
import { arrangementRoutes } from './arrangements/index.ts'
import { auditRoutes } from './audit/index.ts'
import { batchFilingRoutes, batchRoutes } from './batches/index.ts'
import { bridgePaperRoutes, bridgePoolRoutes, bridgeRoutes } from './bridges/index.ts'

import { calculatorRoutes } from './calculators/index.ts'

import { caseFileRoutes } from './case-files/index.ts'
import { claimPaperRoutes, claimRoutes, settlementRoutes, statementRoutes } from './claims/index.ts'
import {
  cockpitExposureRoutes,
  cockpitHeadroomRoutes,
  cockpitListRoutes,
  cockpitRoutes,
  cockpitYuanRoutes,
} from './cockpit/index.ts'
import { compensationRoutes } from './compensation/index.ts'
import { complaintRoutes } from './complaints/index.ts'
import { consentRoutes } from './consents/index.ts'

import { coverRoutes } from './covers/index.ts'
import { dashboardRoutes } from './dashboards/index.ts'
import { dispatchRoutes } from './dispatches/index.ts'
import { documentRoutes } from './documents/index.ts'
import { enterpriseRoutes } from './enterprises/index.ts'
import { exportRoutes } from './exports/index.ts'
import { bureauExposureRoutes } from './exposures/index.ts'
import {
  askRoutes,
  exposureRoutes,
  guaranteeFormRoutes,
  guaranteeRoutes,
  guarantorRoutes,
} from './guarantees/index.ts'
import { handoverRoutes } from './handovers/index.ts'
import { homeRoutes } from './home/index.ts'
import { inboxRoutes, mailRoutes } from './inbox/index.ts'
import { indicatorRoutes } from './indicators/index.ts'
import { ledgerRoutes } from './ledger/index.ts'
import { bureauLoanRoutes, importRoutes, loanRoutes, renewalRoutes, reversalRoutes } from './loans/index.ts'
import { matchingRoutes } from './matching/index.ts'
import { needRoutes } from './needs/index.ts'
import { objectionRoutes } from './objections/index.ts'
import type { Parts } from './parts.ts'
import { pipeline } from './pipeline.ts'
import { newId } from './platform/ids.ts'
import { headersPatienceMs, uploadPatienceMs } from './platform/web/patience.ts'
import { policyRoutes } from './policies/index.ts'
import { productRoutes } from './products/index.ts'
import { queueRoutes } from './queue/index.ts'
import { ratingRoutes } from './ratings/index.ts'
import { recoveryRoutes, takingBackRoutes } from './recoveries/index.ts'
import { scoreboardRoutes } from './scoreboard/index.ts'
import { secondLookRoutes } from './second-looks/index.ts'
import { stopLineRoutes } from './stop-lines/index.ts'
import { stressRoutes } from './stress/index.ts'
import { assignmentRoutes, supervisionRoutes, timesRoutes } from './supervision/index.ts'
import { taxCheckRoutes } from './tax-checks/index.ts'
import { taxFactRoutes, taxImportRoutes } from './tax-facts/index.ts'
import { taxFigureRoutes } from './tax-figures/index.ts'
import { warningRoutes } from './warnings/index.ts'
import type { Route } from './web.ts'

/** The table of contents of the house: every room's URLs. */
export const rooms: readonly (readonly Route[])[] = [
  accountRoutes,
  peopleRoutes,
  colleagueRoutes,
  securityRoutes,
  apiKeyRoutes,
  inboxRoutes,
  mailRoutes,
  auditRoutes,
  policyRoutes,
  arrangementRoutes,
  ledgerRoutes,
  enterpriseRoutes,
  taxImportRoutes,
  taxFactRoutes,
  productRoutes,
  consentRoutes,
  needRoutes,
  matchingRoutes,
  taxCheckRoutes,
  documentRoutes,
  applicationRoutes,
  caseDocumentRoutes,
  caseTaxRoutes,
  caseFileRoutes,
  messageRoutes,
  contactRoutes,
  secondLookRoutes,
  objectionRoutes,
  guaranteeRoutes,
  askRoutes,
  guaranteeFormRoutes,
  guarantorRoutes,
  exposureRoutes,
  bureauExposureRoutes,
  batchRoutes,
  batchFilingRoutes,
  ratingRoutes,
  complaintRoutes,
  dispatchRoutes,
  importRoutes,
  loanRoutes,
  renewalRoutes,
  reversalRoutes,
  bureauLoanRoutes,
  claimRoutes,
  claimPaperRoutes,
  settlementRoutes,
  statementRoutes,
  recoveryRoutes,
  takingBackRoutes,
  stopLineRoutes,
  stressRoutes,
  indicatorRoutes,
  bridgeRoutes,
  bridgePaperRoutes,
  bridgePoolRoutes,
  warningRoutes,
  assignmentRoutes,
  handoverRoutes,
  queueRoutes,
  supervisionRoutes,
  timesRoutes,
  dashboardRoutes,
  cockpitRoutes,
  cockpitHeadroomRoutes,
  cockpitListRoutes,
  cockpitYuanRoutes,
  exportRoutes,
  cockpitExposureRoutes,
  compensationRoutes,
  coverRoutes,
  taxFigureRoutes,
  scoreboardRoutes,
  homeRoutes,
  apiRoutes,
  loanApiRoutes,
  taxApiRoutes,
  calculatorRoutes,
]

/** What must never be written to a log. */
const redacted = [
  'req.headers.cookie',
  'req.headers.authorization',
  'req.headers["x-csrf-token"]',
  'res.headers["set-cookie"]',
]

/**
 * A request as the log shows it: without its query, where telephone numbers and words people searched for stand,
 * and without the secret of a link.
 */
const shownRequest = ({ method, url, ip }: FastifyRequest) => ({
  method,
  path: url.replace(/\?.*$/s, '').replace(/^(\/setup\/|\/account\/mail\/confirmation\/).+/s, '$1…'),
  address: ip,
})

/** The program's log, as lines of JSON; to standard output unless a test listens. */
function logOf(level: string, to?: { write(line: string): void }): FastifyBaseLogger {
  const options = {
    level,
    redact: redacted,
    serializers: { req: shownRequest, err: pino.stdSerializers.err },
  }
  return to ? pino(options, to) : pino(options)
}

/**
 * An address whose percent signs make no text is led to one that is not there: the framework would answer it
 * before any header of ours is set.
 */
function readable(url: string): string {
  try {
    decodeURIComponent(url.replace(/\?.*$/s, ''))
    return url
  } catch {
    return url.startsWith('/api/v1/') ? '/api/v1/unreadable' : '/unreadable'
  }
}

/** The whole program without a door: `start.ts` opens one, tests reach in directly. */
export async function buildApp(parts: Parts, log?: { write(line: string): void }): Promise<FastifyInstance> {
  const { config } = parts
  const app = Fastify({
    loggerInstance: logOf(config.logLevel, log),
    rewriteUrl: ({ url = '/' }) => readable(url),
    genReqId: () => newId<'request'>(),
    bodyLimit: 256 * 1024,
    requestTimeout: uploadPatienceMs,
    http: { headersTimeout: headersPatienceMs },
    connectionTimeout: 60_000,
    trustProxy: config.trustProxy.length ? [...config.trustProxy] : false,
    logController: new LogController({ disableRequestLogging: !config.production }),
    // As long as an address can be: the framework would answer a longer part before any header of ours is set.
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 16_384 },
  })
  const mount = await pipeline(app, parts)
  for (const routes of rooms) mount(routes)
  return app
}
