import type { consentLooks, consentRequests, consents } from '../../db/tables/consents.ts'
import type { Ending } from '../../server/consents/consent.ts'
import { factsOfKind } from '../../server/consents/facts.ts'
import { type ConsentPurpose, type DataKind, isPersonal } from '../../server/consents/kind.ts'
import { neededKinds, offeredKinds } from '../../server/consents/needed.ts'
import { plusDays } from '../../server/money/day.ts'
import { present } from '../../server/platform/assert.ts'
import { dayOf, type Instant, instantOf, millisecondsOf } from '../../server/platform/clock.ts'
import type { ProductTerms } from '../../server/products/product.ts'
import {
  type ApplicationRow,
  type City,
  type CityRows,
  isPast,
  nightAfter,
  ownerOf,
  platform,
  trailRow,
  type Who,
} from './city.ts'
import type { Member } from './members.ts'

export type ConsentRow = typeof consents.$inferSelect
export type LookRow = typeof consentLooks.$inferSelect
export type RequestRow = typeof consentRequests.$inferSelect

/** How long the firms of the city let banks look: what the form proposes. */
const usualDays = 90
const minute = 60_000

/** What firms consented to in three years, who looked, and what banks had to ask for. */
export type ConsentRows = {
  readonly consents: ConsentRow[]
  readonly looks: LookRow[]
  readonly requests: RequestRow[]
}

type Making = {
  readonly city: City
  readonly rows: CityRows
  readonly made: ConsentRows
  /** The consents that have not ended, by what they are about. */
  readonly standing: Map<string, ConsentRow>
}

/** Goes through the cases in the order in which they were opened; each brings its consents along. */
export function makeConsents(city: City, rows: CityRows): ConsentRows {
  const made: ConsentRows = { consents: [], looks: [], requests: [] }
  const making: Making = { city, rows, made, standing: new Map() }
  const members = new Map(city.members.map((member) => [member.row.id, member]))
  const terms = new Map(city.shelf.map((product) => [product.id, product.terms]))
  const inOrder = rows.applications.toSorted((a, b) => (a.submittedAt < b.submittedAt ? -1 : 1))
  for (const row of inOrder) {
    const member = present(members.get(row.enterpriseId), 'the firm of a case')
    const of = present(terms.get(row.productId), 'the terms of a product')
    const given =
      row.openedBy === 'firm-applied' ? applied(making, row, member, of) : asked(making, row, member)
    looked(making, row, given)
    afterwards(making, row, member)
  }
  for (const consent of making.standing.values()) expire(making, consent)
  return made
}

/** A firm that applies ticks what is needed, most of what helps, and now and then its owner's own data. */
function applied(making: Making, row: ApplicationRow, member: Member, terms: ProductTerms): ConsentRow[] {
  const { random } = making.city
  const needed = neededKinds(terms).map(({ kind }) => kind)
  const ticked = offeredKinds(terms).filter((kind) => needed.includes(kind) || random.chance(700))
  const kinds: readonly DataKind[] = random.chance(250) ? [...ticked, 'person'] : ticked
  return kinds.map((kind) => give(making, row, member, kind, 'credit-assessment', row.submittedAt))
}

/** A bank that took the need from the hall asks who the firm is; most firms say so. */
function asked(making: Making, row: ApplicationRow, member: Member): ConsentRow[] {
  const { city, rows, made } = making
  const { random, naming } = city
  const askedAt = later(row.submittedAt, random.whole(5, 90))
  const answeredAt = later(askedAt, random.whole(30, 1_500))
  const lapsesOn = plusDays(dayOf(askedAt), 10)
  const isAnswered = isPast(city, answeredAt) && random.chance(850)
  const says = isAnswered ? (random.chance(940) ? 'accepted' : 'refused') : 'silent'
  const lapsedAt = nightAfter(city, lapsesOn)
  const isLapsed = says === 'silent' && isPast(city, lapsedAt)
  const given =
    says === 'accepted' ? give(making, row, member, 'contact', 'credit-assessment', answeredAt) : null
  const officer = officerOf(city, row)
  const request: RequestRow = {
    id: naming<'consent-request'>(askedAt),
    enterpriseId: row.enterpriseId,
    institutionId: row.institutionId,
    applicationId: row.id,
    kind: 'contact',
    purpose: 'credit-assessment',
    why: random.pick(whys),
    state: says === 'silent' ? (isLapsed ? 'lapsed' : 'open') : says,
    lapsesOn,
    askedAt,
    askedBy: officer.personId,
    asker: officer.actor,
    decidedAt: says === 'silent' ? (isLapsed ? lapsedAt : null) : answeredAt,
    decidedBy: null,
    consentId: given?.id ?? null,
    answer: says === 'refused' ? '暂时不方便联系，先看看方案。' : null,
  }
  // Of one thing there is one open request at a time.
  const isDouble = made.requests.some(
    (one) => one.state === 'open' && request.state === 'open' && sameThing(one) === sameThing(request),
  )
  if (!isDouble) {
    made.requests.push(request)
    const subject = ['consent-request', request.id] as const
    rows.trail.push(
      trailRow(naming, { at: askedAt, who: officer, happening: 'consents.asked', subject, to: 'open' }),
    )
    if (request.decidedAt)
      rows.trail.push(
        trailRow(naming, {
          at: request.decidedAt,
          who: isLapsed ? platform : ownerOf(member),
          happening: `consents.${request.state}`,
          subject,
          from: 'open',
          to: request.state,
        }),
      )
  }
  return given ? [given] : []
}

const whys = [
  '想电话了解订单和回款情况。',
  '需要上门核实经营场所，请告知名称和联系方式。',
  '额度测算需要先核对企业名称。',
]

/** After the contract most firms let the bank go on looking at their figures. */
function afterwards(making: Making, row: ApplicationRow, member: Member): void {
  const { city } = making
  if (row.state !== 'signed' || !row.decidedAt || !city.random.chance(600)) return
  const at = later(row.decidedAt, city.random.whole(600, 4_000))
  if (!isPast(city, at)) return
  for (const kind of ['contact', 'details'] as const) give(making, row, member, kind, 'post-loan', at, 365)
}

/** The officer looks when taking the case up, and again before answering. */
function looked({ city, made }: Making, row: ApplicationRow, given: readonly ConsentRow[]): void {
  const officer = officerOf(city, row)
  const moments = [
    row.takenAt ?? null,
    row.offeredAt ? later(row.offeredAt, -city.random.whole(20, 400)) : null,
  ]
  for (const at of moments) {
    if (at === null || !officer.personId) continue
    for (const consent of given) {
      const what = factsOfKind[consent.kind]
      const holds = consent.givenAt <= at && (consent.endedAt === null || at < consent.endedAt)
      if (what.length === 0 || !holds) continue
      made.looks.push({
        id: city.naming<'look'>(at),
        at,
        enterpriseId: row.enterpriseId,
        institutionId: row.institutionId,
        personId: officer.personId,
        actor: officer.actor,
        basis: 'consent',
        consentId: consent.id,
        kind: consent.kind,
        what,
        subjectKind: 'application',
        subjectId: row.id,
        about: row.number,
        requestId: null,
      })
    }
  }
}

function give(
  making: Making,
  row: ApplicationRow,
  member: Member,
  kind: DataKind,
  purpose: ConsentPurpose,
  at: Instant,
  days = usualDays,
): ConsentRow {
  const { city, rows, made, standing } = making
  const owner = ownerOf(member)
  const consent: ConsentRow = {
    id: city.naming<'consent'>(at),
    number: '',
    enterpriseId: row.enterpriseId,
    institutionId: row.institutionId,
    kind,
    purpose,
    until: plusDays(dayOf(at), days),
    textVersion: isPersonal(kind) ? 'consent-text-person-1' : 'consent-text-1',
    language: 'zh',
    personName: isPersonal(kind) ? member.row.legalRepresentative : null,
    needId: purpose === 'credit-assessment' ? row.needId : null,
    givenAt: at,
    givenBy: null,
    giver: owner.actor,
    endedAt: null,
    endedBy: null,
    ending: null,
  }
  const key = sameThing(consent)
  const earlier = standing.get(key)
  if (earlier && dayOf(at) > earlier.until) expire(making, earlier)
  if (earlier && earlier.endedAt === null) end(making, earlier, 'replaced', at, owner)
  made.consents.push(consent)
  rows.trail.push(
    trailRow(city.naming, {
      at,
      who: owner,
      happening: 'consents.given',
      subject: ['consent', consent.id],
      to: 'in-force',
      details: {
        institutionId: row.institutionId,
        kind,
        purpose,
        until: consent.until,
        text: consent.textVersion,
      },
    }),
  )
  // Now and then a firm thinks better of it.
  const revokedAt = later(at, city.random.whole(2_000, 60_000))
  if (city.random.chance(25) && isPast(city, revokedAt) && dayOf(revokedAt) <= consent.until)
    end(making, consent, 'revoked', revokedAt, owner)
  else standing.set(key, consent)
  return consent
}

/** The night after its last day ends a consent, if that night has come. */
function expire(making: Making, consent: ConsentRow): void {
  const at = nightAfter(making.city, consent.until)
  if (consent.endedAt === null && isPast(making.city, at)) end(making, consent, 'expired', at, platform)
}

function end(
  { city, rows, standing }: Making,
  consent: ConsentRow,
  ending: Ending,
  at: Instant,
  who: Who,
): void {
  Object.assign(consent, { ending, endedAt: at })
  if (standing.get(sameThing(consent)) === consent) standing.delete(sameThing(consent))
  rows.trail.push(
    trailRow(city.naming, {
      at,
      who,
      happening: `consents.${ending}`,
      subject: ['consent', consent.id],
      from: 'in-force',
      to: ending,
    }),
  )
}

const sameThing = ({
  enterpriseId,
  institutionId,
  kind,
  purpose,
}: Pick<ConsentRow, 'enterpriseId' | 'institutionId' | 'kind' | 'purpose'>): string =>
  [enterpriseId, institutionId, kind, purpose].join(' ')

const later = (at: Instant, minutes: number): Instant => instantOf(millisecondsOf(at) + minutes * minute)

/** Whoever works on the case, or somebody of the bank where nobody does. */
function officerOf({ officers }: City, row: ApplicationRow): Who {
  const own = present(officers.get(row.institutionId), 'the officers of a bank')
  return own.find(({ personId }) => personId === row.officerId) ?? present(own[0], 'an officer')
}
