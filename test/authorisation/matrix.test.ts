import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Person, type Role, roles } from '../../server/accounts/index.ts'
import { rooms } from '../../server/app.ts'
import { present } from '../../server/platform/assert.ts'
import { newId } from '../../server/platform/ids.ts'
import { scopeOf } from '../../server/platform/web/routes.ts'
import type { Route } from '../../server/web.ts'
import { runningTown } from '../support/app.ts'
import { anotherPerson, writeWorld } from '../support/world.ts'

/*
 * Every route × every role × own / same institution / other / signed out. The table of routes is the program's
 * own, so the matrix grows with it. An address whose ids it does not know fails, so no route is left out.
 */

const routes: readonly Route[] = rooms.flat()
const plain = routes.filter(({ url }) => !url.includes(':'))
const withIds = routes.filter(({ url }) => url.includes(':'))

type World = Awaited<ReturnType<typeof writeWorld>>

/** Which row an address is about, and which of the cast it belongs to. */
const subjects: readonly {
  url: RegExp
  id: (world: World) => string
  of:
    | 'firm'
    | 'bank'
    | 'both'
    | 'case'
    | 'guarantee'
    | 'batch'
    | 'advance'
    | 'settled'
    | 'pool'
    | 'region'
    | 'person'
    | 'anyone'
}[] = [
  { url: /^\/guarantees\/:id\/(claims|recovery)/, id: (world) => world.claimedGuarantee, of: 'guarantee' },
  { url: /^\/guarantees\/:id/, id: (world) => world.guarantee, of: 'guarantee' },
  { url: /^\/batches\/:id/, id: (world) => world.batch, of: 'batch' },
  { url: /^\/batch-filings\/:id/, id: (world) => world.batchFiling, of: 'batch' },
  { url: /^\/bureau\/net-assets\/:id/, id: (world) => world.netAssets, of: 'region' },
  { url: /^\/exports\/:id/, id: (world) => world.export, of: 'person' },
  { url: /^\/inbox\/:id/, id: (world) => world.notice, of: 'person' },
  { url: /^\/needs\/:id\/(edit|submission)/, id: (world) => world.draftNeed, of: 'firm' },
  { url: /^\/needs\/:id/, id: (world) => world.need, of: 'firm' },
  { url: /^\/enterprises\/:id/, id: (world) => world.enterprise, of: 'region' },
  { url: /^\/ledger\/books\/:id/, id: (world) => world.book, of: 'pool' },
  { url: /^\/ledger\/accounts\/:id/, id: (world) => world.account, of: 'pool' },
  { url: /^\/ledger\/entries\/:id/, id: (world) => world.entry, of: 'pool' },
  { url: /^\/hall\/:id/, id: (world) => world.need, of: 'anyone' },
  { url: /^\/warnings\/:id/, id: (world) => world.warning, of: 'bank' },
  { url: /^\/bureau\/warnings\/:id/, id: (world) => world.warning, of: 'region' },
  { url: /^\/bureau\/assignments\/:id/, id: (world) => world.assignment, of: 'region' },
  { url: /^\/tax-credit\/checks\/:id/, id: (world) => world.taxCheck, of: 'firm' },
  { url: /^\/applications\/:id\/signing/, id: (world) => world.application, of: 'both' },
  { url: /^\/applications\/:id/, id: (world) => world.application, of: 'both' },
  { url: /^\/queue\/(after|before)\/:id/, id: (world) => world.application, of: 'bank' },
  { url: /^\/documents\/:id/, id: (world) => world.document, of: 'firm' },
  { url: /^\/offers\/:id/, id: (world) => world.offer, of: 'both' },
  { url: /^\/api-keys\/:id/, id: (world) => world.apiKey, of: 'bank' },
  { url: /^\/renewals\/:id/, id: (world) => world.renewal, of: 'both' },
  {
    url: /^\/compensation\/claims\/:id\/(check|return|decision|payment)/,
    id: (world) => world.poolClaim,
    of: 'pool',
  },
  {
    url: /^\/compensation\/claims\/:id\/(edit|papers$|papers\/:paper\/removal|filing|withdrawal|recoveries)/,
    id: (world) => world.poolClaim,
    of: 'bank',
  },
  { url: /^\/compensation\/claims\/:id/, id: (world) => world.poolClaim, of: 'case' },
  { url: /^\/compensation\/pools\/:id/, id: (world) => world.compensationPool, of: 'pool' },
  { url: /^\/compensation\/fundings\/:id/, id: (world) => world.compensationFunding, of: 'pool' },
  { url: /^\/compensation\/recoveries\/:id/, id: (world) => world.poolRecovery, of: 'pool' },
  { url: /^\/covers\/:id\/(confirmation|rejection|charge)/, id: (world) => world.cover, of: 'pool' },
  { url: /^\/covers\/:id\/withdrawal/, id: (world) => world.cover, of: 'bank' },
  { url: /^\/covers\/:id/, id: (world) => world.cover, of: 'case' },
  { url: /^\/loans\/imports\/:id/, id: (world) => world.repaymentImport, of: 'bank' },
  { url: /^\/tax-facts\/imports\/:id/, id: (world) => world.taxImport, of: 'region' },
  { url: /^\/second-looks\/:id/, id: (world) => world.secondLook, of: 'both' },
  { url: /^\/objections\/:id\/withdrawal/, id: (world) => world.objection, of: 'firm' },
  { url: /^\/objections\/:id/, id: (world) => world.objection, of: 'region' },
  { url: /^\/ratings\/:id/, id: (world) => world.rating, of: 'case' },
  { url: /^\/complaints\/:id\/(receipt|withdrawal)/, id: (world) => world.complaint, of: 'firm' },
  { url: /^\/bridges\/:id/, id: (world) => world.bridge, of: 'advance' },
  { url: /^\/bridge-papers\/:id/, id: (world) => world.bridgePaper, of: 'advance' },
  { url: /^\/promises\/:id/, id: (world) => world.promise, of: 'advance' },
  { url: /^\/bridge-pools\/:id/, id: (world) => world.bridgePool, of: 'pool' },
  { url: /^\/bridge-fundings\/:id/, id: (world) => world.bridgeFunding, of: 'pool' },
  { url: /^\/complaints\/:id/, id: (world) => world.complaint, of: 'case' },
  { url: /^\/consents\/requests\/:id/, id: (world) => world.consentRequest, of: 'firm' },
  { url: /^\/consents\/:id/, id: (world) => world.consent, of: 'both' },
  { url: /^\/loans\/:id/, id: (world) => world.loan, of: 'both' },
  { url: /^\/dispatches\/:id/, id: (world) => world.dispatch, of: 'bank' },
  { url: /^\/bureau\/overdue\/:id/, id: (world) => world.overdue, of: 'region' },
  { url: /^\/bureau\/supervisions\/:id/, id: (world) => world.supervision, of: 'region' },
  { url: /^\/overdue\/:id/, id: (world) => world.overdue, of: 'bank' },
  { url: /^\/supervisions\/:id/, id: (world) => world.supervision, of: 'bank' },
  { url: /^\/desk\/products\/:id/, id: (world) => world.product, of: 'bank' },
  { url: /^\/products\/:id/, id: (world) => world.product, of: 'anyone' },
  { url: /^\/bureau\/needs\/:id/, id: (world) => world.reviewNeed, of: 'region' },
  { url: /^\/policies\/proposals\/:id/, id: (world) => world.proposal, of: 'anyone' },
  { url: /^\/arrangements\/proposals\/:id/, id: (world) => world.arrangementProposal, of: 'anyone' },
  { url: /^\/arrangements\/:code/, id: () => '4321', of: 'anyone' },
  { url: /^\/policies\/new\/:family/, id: () => 'bridge-policy', of: 'anyone' },
  { url: /^\/policies\/:code/, id: () => 'clocks', of: 'anyone' },
  { url: /^\/claims\/:id/, id: (world) => world.claim, of: 'guarantee' },
  { url: /^\/claim-papers\/:id/, id: (world) => world.claimPaper, of: 'guarantee' },
  { url: /^\/settlements\/:id/, id: (world) => world.settlement, of: 'settled' },
  { url: /^\/recoveries\/:id/, id: (world) => world.recovery, of: 'guarantee' },
  { url: /^\/write-offs\/:id/, id: (world) => world.writeOff, of: 'guarantee' },
  { url: /^\/cockpit\/loans\/:id/, id: (world) => world.loan, of: 'region' },
  { url: /^\/figures\/:code/, id: () => 'posted', of: 'anyone' },
  { url: /^\/stress\/:id/, id: (world) => world.stressRun, of: 'region' },
  { url: /^\/bureau\/scoreboard\/:id/, id: (world) => world.scoreboard, of: 'region' },
  { url: /^\/stop-lines\/:id/, id: (world) => world.stop, of: 'region' },
  { url: /^\/bureau\/products\/:id/, id: (world) => world.reviewProduct, of: 'anyone' },
]

/** Behind the first id of an address, what belongs to it. */
const parts: Readonly<Record<string, (world: World) => string>> = {
  ':document': (world) => world.document,
  ':repayment': (world) => world.repayment,
  ':paper': (world) => world.poolPaper,
}

const addressOf = (url: string, first: string, world: World): string =>
  url.replace(/:\w+/, first).replace(/:\w+/g, (name) => parts[name]?.(world) ?? newId())

const nameOf = ({ method, url }: Route): string => `${method} ${url}`
const subjectOf = (url: string) => subjects.find((one) => one.url.test(url))
/** Addresses about people, links and codes, which have tests of their own in their rooms. */
const elsewhere = /^\/(people|colleagues|security|setup|api|enterprise|account)\//

const may = ({ right }: Route, role: Role) =>
  right === 'public' || right === 'signed-in' || right.includes(role)

async function town() {
  const made = await runningTown()
  const world = await writeWorld(made)
  const { cast } = made
  const people: Record<string, Person> = Object.fromEntries(
    Object.entries(cast).filter(([, one]) => 'role' in one),
  ) as Record<string, Person>
  return { ...made, world, people, oneOfEachRole: oneOfEach(people) }
}

/** The first of the cast in each role, where only the role counts. */
const oneOfEach = (people: Readonly<Record<string, Person>>): readonly Person[] =>
  Object.values(people).filter(({ role }, at, all) => all.findIndex((one) => one.role === role) === at)

/** One town for all that only looks or is refused: nothing in it is different afterwards. */
const quiet = await town()

describe('the authorisation matrix', () => {
  test('the cast has every role', async () => {
    const { people } = quiet
    const known = new Set(Object.values(people).map(({ role }) => role))
    assert.deepEqual(
      roles.filter((role) => !known.has(role)),
      [],
    )
  })

  test('every address with an id is about something that the matrix knows', () => {
    assert.deepEqual(
      withIds
        .filter(({ url }) => !subjectOf(url) && !elsewhere.test(url))
        .map(({ method, url }) => `${method} ${url}`),
      [],
    )
  })

  test('a visitor who is not signed in is asked to, everywhere but on public pages', async () => {
    const { browserOf } = quiet
    const browser = await browserOf(null)
    for (const route of routes) {
      const url = route.url.replace(/:\w+/g, newId())
      const { statusCode, headers } =
        route.method === 'GET' ? await browser.get(url) : await browser.post(url)
      const asked = statusCode === 303 && String(headers.location).startsWith('/sign-in')
      if (route.right === 'public') assert.ok(statusCode < 500, `${route.method} ${url}: ${statusCode}`)
      else assert.ok(asked || statusCode === 401, `${route.method} ${url}: ${statusCode}`)
    }
  })

  test('a person without the right is told so, whatever the address is about', async () => {
    const { browserOf, oneOfEachRole, world } = quiet
    for (const person of oneOfEachRole) {
      const browser = await browserOf(person)
      const token = await browser.token()
      for (const route of routes.filter((one) => !may(one, person.role) && !scopeOf(one.right))) {
        const url = route.url.replace(/:\w+/g, subjectOf(route.url)?.id(world) ?? newId())
        const { statusCode } =
          route.method === 'GET' ? await browser.get(url) : await browser.post(url, { _csrf: token })
        assert.equal(statusCode, 403, `${person.role}: ${route.method} ${url}`)
      }
    }
  })

  test('what is for programs opens to no person, whoever is signed in', async () => {
    const { browserOf, people } = quiet
    const forPrograms = routes.filter(({ right }) => scopeOf(right))
    assert.ok(forPrograms.length > 2)
    for (const person of [...Object.values(people), null]) {
      const browser = await browserOf(person)
      for (const { method, url } of forPrograms) {
        const path = url.replace(/:\w+/g, 'DK-WORLD-1')
        const answer = method === 'GET' ? await browser.get(path) : await browser.post(path)
        assert.equal(answer.statusCode, 401, `${person?.role ?? 'nobody'}: ${method} ${path}`)
      }
    }
  })

  test('a person with the right gets every page that is about nothing in particular', async () => {
    const { browserOf, people } = quiet
    for (const person of Object.values(people)) {
      const browser = await browserOf(person)
      for (const route of plain.filter(
        (one) => one.method === 'GET' && may(one, person.role) && !one.url.startsWith('/api/'),
      )) {
        const { statusCode } = await browser.get(route.url)
        assert.ok(statusCode < 400, `${person.role}: GET ${route.url}: ${statusCode}`)
      }
    }
  })

  test('what belongs to somebody else is not found, and its answer tells nothing of it', async () => {
    const made = quiet
    const { browserOf, cast, world } = made
    const offices = [
      await anotherPerson(made, 'bureau-analyst', { region: '3407' }),
      await anotherPerson(made, 'bureau-head', { region: '340604' }),
    ]
    const others = await Promise.all(
      (['pool-operator', 'pool-checker', 'pool-cashier'] as const).map((role) =>
        anotherPerson(made, role, { institutionId: cast.institutionIds.bankB }),
      ),
    )
    const { bankB } = cast.institutionIds
    const sharers = await Promise.all(
      (['guarantor-officer', 'guarantor-manager', 'reguarantor', 'treasury'] as const).map((role) =>
        anotherPerson(made, role, { institutionId: bankB }),
      ),
    )
    const strangers: Record<Exclude<(typeof subjects)[number]['of'], 'anyone'>, Person[]> = {
      firm: [cast.fang],
      bank: [cast.wu],
      both: [cast.fang, cast.wu],
      case: [cast.fang, cast.wu, ...offices],
      guarantee: [cast.fang, cast.wu, ...sharers, ...offices],
      batch: [cast.wu, ...sharers, ...offices],
      advance: [cast.fang, cast.wu, ...offices, ...others],
      person: [cast.fang, cast.zhou],
      settled: [cast.wu, cast.zhou, cast.cai, ...sharers],
      pool: [
        await anotherPerson(made, 'bureau-analyst', { region: '3407' }),
        await anotherPerson(made, 'bureau-head', { region: '340604' }),
        await anotherPerson(made, 'auditor', { region: '3407' }),
        ...others,
        ...sharers.filter(({ role }) => role === 'treasury'),
      ],
      region: offices,
    }
    for (const route of withIds) {
      const subject = subjectOf(route.url)
      if (!subject || subject.of === 'anyone') continue
      for (const person of strangers[subject.of].filter((one) => may(route, one.role))) {
        const browser = await browserOf(person)
        const url = addressOf(route.url, subject.id(world), world)
        const { statusCode, body } = route.method === 'GET' ? await browser.get(url) : await browser.post(url)
        assert.equal(statusCode, 404, `${person.name} ${person.role}: ${route.method} ${url}`)
        assert.ok(!body.includes(cast.lin.organisation), `${person.role} learns of ${url}`)
      }
    }
  })

  test('an id that does not exist, or is no id, is not found by anybody', async () => {
    const { browserOf, oneOfEachRole } = quiet
    for (const person of oneOfEachRole) {
      const browser = await browserOf(person)
      const token = await browser.token()
      for (const route of withIds.filter((one) => may(one, person.role) && subjectOf(one.url))) {
        for (const id of [newId(), '1', '%00', "'--", '..%2f..']) {
          const url = route.url.replace(/:\w+/g, id)
          const { statusCode } =
            route.method === 'GET' ? await browser.get(url) : await browser.post(url, { _csrf: token })
          assert.ok(
            statusCode === 404 || statusCode === 400,
            `${person.role}: ${route.method} ${url}: ${statusCode}`,
          )
        }
      }
    }
  })

  const known = withIds.filter(({ url }) => subjectOf(url))
  for (const route of known.filter(({ method }) => method === 'GET'))
    test(`${nameOf(route)} is open to those whose it is`, async () => {
      await opens(route, quiet)
    })

  test('a form about something is open to those whose it is', async (t) => {
    let made: Made | undefined
    for (const route of known.filter(({ method }) => method !== 'GET')) {
      made ??= await town()
      const { store } = made
      const before = made
      await t.test(nameOf(route), async () => {
        if (!(await opens(route, before))) return
        // The next form finds a town as this one found it; most forms are sent back, and change nothing.
        made = undefined
        await store.close()
      })
    }
  })
})

type Made = Awaited<ReturnType<typeof town>>

/** Everybody of the cast whose subject it is comes through; answers whether anything may have changed by it. */
async function opens(route: Route, { browserOf, cast, world, people }: Made): Promise<boolean> {
  const subject = present(subjectOf(route.url), route.url)
  const own: Record<typeof subject.of, Person[]> = {
    firm: [cast.lin, cast.xu],
    bank: [cast.zhou, cast.qian],
    both: [cast.lin, cast.xu, cast.zhou, cast.qian],
    case: [cast.lin, cast.xu, cast.zhou, cast.qian, cast.qin, cast.lu],
    guarantee: [
      ...[cast.lin, cast.xu, cast.zhou, cast.qian, cast.he, cast.han],
      ...[cast.shen, cast.cai, cast.qin, cast.lu],
    ],
    batch: [cast.zhou, cast.qian, cast.he, cast.han, cast.qin, cast.lu],
    settled: [cast.he, cast.feng, cast.han, cast.shen, cast.yan],
    advance: [
      ...[cast.lin, cast.xu, cast.zhou, cast.qian, cast.qin, cast.lu],
      ...[cast.tang, cast.song, cast.jiang, cast.ye],
    ],
    pool: [cast.tang, cast.song, cast.jiang, cast.qin, cast.lu, cast.shi, cast.cai],
    region: [cast.qin, cast.lu],
    person: [cast.lin],
    anyone: Object.values(people),
  }
  const allowed = own[subject.of].filter((one) => may(route, one.role))
  assert.ok(allowed.length > 0, 'nobody of the cast may use it')
  const refusals = route.method === 'GET' ? [] : [403, 409, 422]
  let isOpened = false
  for (const person of allowed) {
    const browser = await browserOf(person)
    const url = addressOf(route.url, subject.id(world), world)
    const { statusCode } = route.method === 'GET' ? await browser.get(url) : await browser.post(url)
    isOpened ||= statusCode < 400
    assert.ok([200, 303, ...refusals].includes(statusCode), `${person.role}: ${statusCode}`)
  }
  return isOpened
}
