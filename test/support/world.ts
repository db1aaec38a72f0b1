import { people } from '../../db/tables/accounts.ts'
import { apiKeys } from '../../db/tables/api-keys.ts'
import { applications, offers } from '../../db/tables/applications.ts'
import { consentRequests, consents } from '../../db/tables/consents.ts'
import { costSheets } from '../../db/tables/cost-sheets.ts'
import { dispatches } from '../../db/tables/dispatches.ts'
import { takenExports } from '../../db/tables/exports.ts'
import { notices } from '../../db/tables/inbox.ts'
import { renewals } from '../../db/tables/loan-life.ts'
import { drawdowns, loans } from '../../db/tables/loans.ts'
import { needs } from '../../db/tables/needs.ts'
import { objections } from '../../db/tables/objections.ts'
import { policyProposals } from '../../db/tables/policies.ts'
import { products, productVersions } from '../../db/tables/products.ts'
import { repaymentImportRows, repaymentImports, repayments } from '../../db/tables/repayments.ts'
import { secondLookBanks, secondLooks } from '../../db/tables/second-looks.ts'
import { arrangementPolicies } from '../../seeds/reference/arrangements.ts'
import { actorOf, type Person, type Role } from '../../server/accounts/index.ts'
import { canonical, markOf, sheetOf } from '../../server/applications/cost-sheet.ts'
import { accountAt, credit, debit, openBook, post } from '../../server/ledger/index.ts'
import { day, plusDays } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { assert, present } from '../../server/platform/assert.ts'
import { type Id, newId } from '../../server/platform/ids.ts'
import type { ProductTerms } from '../../server/products/product.ts'
import type { Town } from './app.ts'
import { writeBridge } from './world-bridges.ts'
import { writeClaims } from './world-claims.ts'
import { writeCompensationPool, writeCover, writePoolClaim } from './world-covers.ts'
import { writeFeedback } from './world-feedback.ts'
import { writeGuarantee } from './world-guarantees.ts'
import { writeLateStep } from './world-late.ts'
import { writePaper } from './world-papers.ts'
import { writeEdition } from './world-scoreboard.ts'
import { writeStressRun } from './world-stress.ts'
import { writeTaxCheck } from './world-tax.ts'
import { writeTaxImport } from './world-taxes.ts'

/** What a plain working-capital product of bank A asks for. */
export const plainTerms: ProductTerms = {
  name: '流水快贷',
  kind: 'working-capital',
  summary: '凭经营流水授信，随借随还。',
  amountMinFen: fen(10_000_000),
  amountMaxFen: fen(500_000_000),
  monthsMin: 3,
  monthsMax: 24,
  rateMinPpm: ppm(38_500),
  rateMaxPpm: ppm(52_000),
  methods: ['equal-instalment', 'interest-only'],
  guaranteeModes: ['credit', 'guarantee'],
  regions: ['3406'],
  industries: [],
  excludedIndustries: ['J', 'K'],
  sizes: ['micro', 'small', 'medium'],
  grades: [],
  minMonthsOperating: 24,
  documents: ['business-licence', 'bank-statements'],
  daysPromised: 5,
  source: '测试条款',
}

/** Rows of one case of every kind, all of Lin's firm and bank A; nobody else may see more than the hall shows. */
export async function writeWorld(town: Town) {
  const { store, clock, cast } = town
  const ids = {
    enterprise: cast.enterpriseIds.linFirm,
    product: newId<'product'>(),
    need: newId<'need'>(),
    draftNeed: newId<'need'>(),
    reviewNeed: newId<'need'>(),
    reviewProduct: newId<'product'>(),
    application: newId<'application'>(),
    signedApplication: newId<'application'>(),
    offer: newId<'offer'>(),
    signedOffer: newId<'offer'>(),
    loan: newId<'loan'>(),
    repayment: newId<'repayment'>(),
    repaymentImport: newId<'import'>(),
    renewal: newId<'renewal'>(),
    stressRun: newId<'stress-run'>(),
    scoreboard: newId<'scoreboard-edition'>(),
    consent: newId<'consent'>(),
    consentRequest: newId<'consent-request'>(),
    apiKey: newId<'api-key'>(),
    proposal: newId<'proposal'>(),
    arrangementProposal: newId<'proposal'>(),
    dispatch: newId<'dispatch'>(),
    overdue: newId<'overdue'>(),
    supervision: newId<'supervision'>(),
    document: newId<'document'>(),
    taxCheck: newId<'tax-check'>(),
    warning: newId<'warning'>(),
    assignment: newId<'assignment'>(),
    notice: newId<'notice'>(),
    export: newId<'export'>(),
    secondLook: newId<'second-look'>(),
    objection: newId<'objection'>(),
    rating: newId<'rating'>(),
    complaint: newId<'complaint'>(),
    bridge: newId<'bridge'>(),
    bridgePaper: newId<'bridge-paper'>(),
    promise: newId<'promise'>(),
    bridgePool: newId<'pool'>(),
    bridgeFunding: newId<'funding'>(),
    taxImport: newId<'tax-import'>(),
    cover: newId<'cover'>(),
    poolClaim: newId<'compensation-claim'>(),
    poolPaper: newId<'compensation-paper'>(),
    compensationPool: newId<'compensation-pool'>(),
    compensationFunding: newId<'compensation-funding'>(),
    poolRecovery: newId<'compensation-recovery'>(),
    claimedGuarantee: newId<'guarantee'>(),
    claim: newId<'claim'>(),
    claimPaper: newId<'claim-paper'>(),
    settlement: newId<'settlement'>(),
    writeOff: newId<'write-off'>(),
    recovery: newId<'recovery'>(),
    stop: newId<'stop'>(),
  }
  const at = clock.now()
  const today = clock.today()
  const bankA = cast.institutionIds.bankA
  const firm = cast.enterpriseIds.linFirm
  await store.transact(async (tx) => {
    const said = { source: '测试来源', certainty: 'seen', why: '测试' } as const
    const open = { ...said, state: 'open', proposedAt: at, proposedBy: cast.lu.id } as const
    const value = { oneYearPpm: ppm(29_500), fiveYearPpm: ppm(34_500) }
    const [shared] = arrangementPolicies
    await tx.insert(policyProposals).values([
      { ...open, id: ids.proposal, code: 'lpr', baseVersion: 15, value },
      {
        ...open,
        id: ids.arrangementProposal,
        code: 'arrangement-seventh',
        baseVersion: 0,
        value: present(shared, 'an arrangement').value,
      },
    ])
    for (const [id, number, state] of [
      [ids.product, 'CP9001', 'listed'],
      [ids.reviewProduct, 'CP9002', 'under-review'],
    ] as const) {
      const {
        name,
        kind,
        summary,
        amountMinFen,
        amountMaxFen,
        monthsMax,
        rateMinPpm,
        rateMaxPpm,
        daysPromised,
        guaranteeModes,
      } = plainTerms
      await tx.insert(products).values({
        id,
        number,
        institutionId: bankA,
        state,
        version: 1,
        listedVersion: state === 'listed' ? 1 : null,
        listedAt: state === 'listed' ? at : null,
        ...{
          name,
          kind,
          summary,
          amountMinFen,
          amountMaxFen,
          monthsMax,
          rateMinPpm,
          rateMaxPpm,
          daysPromised,
          guaranteeModes,
        },
        search: name,
        createdAt: at,
      })
      await tx
        .insert(productVersions)
        .values({ productId: id, version: 1, terms: plainTerms, writtenAt: at, writtenBy: cast.zhou.id })
    }
    for (const [id, number, state] of [
      [ids.need, 'XQ-WORLD-1', 'in-progress'],
      [ids.draftNeed, 'XQ-WORLD-2', 'draft'],
      [ids.reviewNeed, 'XQ-WORLD-3', 'under-review'],
    ] as const) {
      await tx.insert(needs).values({
        id,
        number,
        enterpriseId: firm,
        state,
        amountFen: fen(200_000_000),
        months: 12,
        purpose: 'raw-materials',
        guaranteeModes: ['guarantee'],
        highestRatePpm: ppm(60_000),
        wantedBy: plusDays(today, 30),
        nameShown: 'anonymous-until-contact',
        story: '春季订单备料',
        region: '340603001',
        industry: 'C17',
        size: 'small',
        search: '春季订单备料',
        publishedAt: state === 'in-progress' ? at : null,
        expiresOn: state === 'in-progress' ? plusDays(today, 90) : null,
        createdAt: at,
        createdBy: cast.lin.id,
        version: 1,
      })
    }
    await tx.insert(takenExports).values({
      ...{
        id: ids.export,
        what: 'loans',
        filters: {},
        name: 'loans.xlsx',
        state: 'done',
        askedBy: cast.lin.id,
      },
      ...{ rows: 6_000, written: 6_000, beatAt: at, askedAt: at, endedAt: at },
    })
    await tx.insert(notices).values({
      id: ids.notice,
      personId: cast.lin.id,
      kind: 'needs',
      words: 'inbox.words-gone',
      values: {},
      href: '/needs',
      subjectKind: 'need',
      subjectId: ids.need,
      at,
      readAt: at,
    })
    await tx.insert(dispatches).values({
      id: ids.dispatch,
      needId: ids.need,
      institutionId: bankA,
      reason: 'main-bank',
      state: 'waiting',
      sentAt: at,
      dueOn: plusDays(today, 2),
      duePolicies: ['clocks-2'],
    })
    for (const [id, number, state, offer] of [
      [ids.application, 'SQ-WORLD-1', 'offered', ids.offer],
      [ids.signedApplication, 'SQ-WORLD-2', 'signed', ids.signedOffer],
    ] as const) {
      await tx.insert(applications).values({
        id,
        number,
        needId: ids.need,
        enterpriseId: firm,
        institutionId: bankA,
        productId: ids.product,
        productVersion: 1,
        state,
        openedBy: 'firm-applied',
        officerId: cast.zhou.id,
        fit: { verdict: 'eligible', conditions: [], score: 70 },
        ruleVersion: 'match-rule-1',
        factsFingerprint: 'none',
        phoneTail: '1234',
        submittedAt: at,
        takenAt: at,
        offeredAt: at,
        decidedAt: state === 'signed' ? at : null,
        dueOn: plusDays(today, 5),
        version: 1,
      })
      await tx.insert(offers).values({
        id: offer,
        applicationId: id,
        needId: ids.need,
        state: state === 'signed' ? 'accepted' : 'open',
        amountFen: fen(150_000_000),
        months: 12,
        ratePpm: ppm(43_500),
        method: 'equal-instalment',
        guaranteeMode: 'guarantee',
        upfrontFeesFen: fen(0),
        yearlyFeesFen: fen(0),
        simplePpm: ppm(43_500),
        compoundPpm: ppm(44_378),
        validUntil: plusDays(today, 10),
        words: '',
        madeAt: at,
        madeBy: cast.zhou.id,
      })
    }
    const written = sheetOf(
      {
        ...{ amountFen: fen(150_000_000), months: 12, ratePpm: ppm(43_500), method: 'equal-instalment' },
        ...{ guaranteeMode: 'guarantee', upfrontFeesFen: fen(0), yearlyFeesFen: fen(0) },
        validUntil: plusDays(today, 10),
      },
      {
        ...{ offer: ids.offer, application: 'SQ-WORLD-1', need: 'XQ-WORLD-1', bank: '相城农商行' },
        ...{ product: plainTerms.name, productVersion: 1 },
      },
      { usualUpliftPpm: ppm(500_000), version: 'case-terms-1' },
    )
    assert(written.ok, 'the sheet of the world’s offer')
    const content = canonical(written.sheet)
    await tx.insert(costSheets).values({
      ...{ offerId: ids.offer, content, sha256: markOf(content) },
      ...{ bankConfirmedAt: at, bankConfirmedBy: cast.zhou.id, bankConfirmer: actorOf(cast.zhou) },
    })
    await writeLateStep(tx, ids, bankA, { at, today, by: cast.lu.id })
    await tx.insert(loans).values({
      id: ids.loan,
      number: 'DK-WORLD-1',
      applicationId: ids.signedApplication,
      offerId: ids.signedOffer,
      needId: ids.need,
      enterpriseId: firm,
      institutionId: bankA,
      state: 'drawn',
      amountFen: fen(150_000_000),
      months: 12,
      ratePpm: ppm(43_500),
      method: 'equal-instalment',
      contractNumber: 'HT-1',
      signedOn: day('2026-02-10'),
      firstDrawnOn: day('2026-02-12'),
      maturesOn: day('2027-02-12'),
      drawnFen: fen(100_000_000),
      balanceFen: fen(100_000_000),
      drawingClosed: false,
      firstLoan: true,
      version: 1,
    })
    await tx.insert(apiKeys).values({
      ...{ id: ids.apiKey, institutionId: bankA, name: '核心系统', hash: 'none', tail: 'none' },
      ...{
        scopes: ['loans-read'],
        createdAt: at,
        createdBy: cast.qian.id,
        endsOn: plusDays(today, 90),
        version: 1,
      },
    })
    await tx.insert(repayments).values({
      ...{ id: ids.repayment, loanId: ids.loan, paidOn: day('2026-03-09'), reportedAt: at },
      ...{ principalFen: fen(0), interestFen: fen(36_250), reportedBy: cast.zhou.id },
    })
    await tx.insert(renewals).values({
      ...{ id: ids.renewal, loanId: ids.loan, enterpriseId: firm, institutionId: bankA, state: 'wished' },
      ...{ amountFen: fen(100_000_000), months: 12, wish: '继续备料', wishedAt: at, wishedBy: cast.lin.id },
      ...{ dueOn: plusDays(today, 7), ruleVersion: 'renewal-1', version: 1 },
    })
    await tx.insert(repaymentImports).values({
      ...{
        id: ids.repaymentImport,
        number: 'DR-WORLD-1',
        institutionId: bankA,
        state: 'checked',
        version: 1,
      },
      ...{
        fileName: '还款.xlsx',
        fileHash: '0'.repeat(64),
        goodRows: 1,
        badRows: 1,
        loanCount: 1,
        settledCount: 0,
      },
      ...{ principalFen: fen(100), interestFen: fen(0), checkedAt: at, checkedBy: cast.zhou.id },
    })
    const read = { principalFen: fen(100), interestFen: fen(0), reference: null }
    await tx.insert(repaymentImportRows).values([
      {
        ...{ importId: ids.repaymentImport, row: 2, state: 'good', faults: [], loanId: ids.loan, ...read },
        ...{ typed: ['DK-WORLD-1', today, '1', '', ''], paidOn: today },
      },
      {
        ...{ importId: ids.repaymentImport, row: 3, state: 'bad', loanId: null, ...read },
        ...{ typed: ['DK-NONE', 'x', '1', '', ''], faults: [{ column: 'loan', code: 'loan-unknown' }] },
      },
    ])
    await tx.insert(drawdowns).values({
      id: newId<'drawdown'>(),
      loanId: ids.loan,
      amountFen: fen(100_000_000),
      drawnOn: day('2026-02-12'),
      reportedAt: at,
      reportedBy: cast.zhou.id,
    })
  })
  await store.transact(async (tx) => {
    await tx.insert(secondLooks).values({
      ...{ id: ids.secondLook, number: 'ZK-WORLD-1', applicationId: ids.application, needId: ids.need },
      ...{ enterpriseId: firm, state: 'open', until: plusDays(today, 15), openedAt: at, version: 1 },
    })
    await tx
      .insert(secondLookBanks)
      .values({ secondLookId: ids.secondLook, institutionId: bankA, state: 'asked' })
  })
  await writeConsents({ store, clock, cast }, ids)
  await writePaper(town, ids)
  await writeTaxImport(town, ids)
  await writeClaims(town, ids)
  await writeTaxCheck(town, ids)
  await store.transact((tx) =>
    tx.insert(objections).values({
      ...{ id: ids.objection, number: 'YY-WORLD-1', enterpriseId: firm, applicationId: ids.application },
      ...{ fact: 'grade', held: 'A', claimed: 'B', words: '等级已经修复。', documentId: ids.document },
      ...{ state: 'open', dueOn: plusDays(today, 14), duePolicies: ['case-terms-1'] },
      ...{ madeAt: at, madeBy: cast.lin.id, version: 1 },
    }),
  )
  await writeFeedback(town, ids)
  await writeCover(town, ids)
  await writePoolClaim(town, ids)
  await writeCompensationPool(town, ids)
  await writeStressRun(town, ids.stressRun)
  await store.transact(async (tx) => void (await writeEdition(tx, town, ids.scoreboard)))
  const asked = { applicationId: ids.application, offerId: ids.offer }
  const guaranteed = await store.transact((tx) => writeGuarantee(tx, town, asked))
  const book = await writeBook(town)
  await writeBridge(town, book.book, ids)
  return { ...ids, ...guaranteed, ...book }
}

/** The pool's book with one payment, which its people, the bureau and the auditor may see. */
async function writeBook({ store, clock, cast, parts, by }: Town) {
  const who = by(cast.tang)
  const book = {
    ...({ code: 'world', kind: 'bridge-pool', name: { zh: '世界资金池', en: 'Pool of the world' } } as const),
    ...{ institutionId: cast.institutionIds.pool, region: '3406' },
  }
  return store.transact(async (tx) => {
    const opened = await openBook(tx, who, book)
    assert(opened.ok, 'the book of the world opens')
    const { id } = opened.book
    const lines = [debit(id, 'cash-free', fen(5_000_000)), credit(id, 'funders-capital', fen(5_000_000))]
    const subject = { kind: 'book', id }
    const memo = { funder: '市财政' }
    const draft = { key: 'world', kind: 'ledger.capital-paid-in', subject, on: clock.today(), memo, lines }
    const posted = await post(tx, who, parts, draft)
    assert(posted.ok, 'money comes into the world')
    const account = await accountAt(tx, id, 'cash-free')
    return { book: id, entry: posted.entry.id, account: present(account, 'the cash of the world').id }
  })
}

/** Lin's firm lets bank A know it and read its figures and its taxes; for bank statements the bank has asked. */
async function writeConsents(
  { store, clock, cast }: Pick<Town, 'store' | 'clock' | 'cast'>,
  ids: { consent: Id<'consent'>; consentRequest: Id<'consent-request'>; application: Id<'application'> },
) {
  const between = { enterpriseId: cast.enterpriseIds.linFirm, institutionId: cast.institutionIds.bankA }
  const purpose = 'credit-assessment' as const
  const until = plusDays(clock.today(), 90)
  const given = {
    ...{ ...between, purpose, until },
    textVersion: 'consent-text-1',
    language: 'zh',
    givenAt: clock.now(),
    givenBy: cast.lin.id,
    giver: actorOf(cast.lin),
  } as const
  await store.transact(async (tx) => {
    await tx.insert(consents).values([
      { ...given, id: ids.consent, number: 'TY-WORLD-1', kind: 'contact' },
      { ...given, id: newId<'consent'>(), number: 'TY-WORLD-2', kind: 'details' },
      { ...given, id: newId<'consent'>(), number: 'TY-WORLD-3', kind: 'tax' },
      { ...given, id: newId<'consent'>(), number: 'TY-WORLD-4', kind: 'documents' },
      { ...given, id: newId<'consent'>(), number: 'TY-WORLD-5', kind: 'details', purpose: 'second-look' },
      { ...given, id: newId<'consent'>(), number: 'TY-WORLD-6', kind: 'tax', purpose: 'second-look' },
    ])
    await tx.insert(consentRequests).values({
      ...between,
      id: ids.consentRequest,
      applicationId: ids.application,
      kind: 'bank-statements',
      purpose,
      why: '核对近六个月的经营流水。',
      state: 'open',
      lapsesOn: plusDays(clock.today(), 10),
      askedAt: clock.now(),
      askedBy: cast.zhou.id,
      asker: actorOf(cast.zhou),
    })
  })
}

/** A person outside the named cast: another region's officer, a second officer of a bank. */
export async function anotherPerson(
  { store, clock }: Town,
  role: Role,
  place: { region?: string; institutionId?: Id<'institution'> },
): Promise<Person> {
  const person: Person = {
    id: newId<'person'>(),
    name: '某某',
    role,
    enterpriseId: null,
    institutionId: place.institutionId ?? null,
    region: place.region ?? null,
    language: 'zh',
    organisation: '',
  }
  const { organisation: _, ...columns } = person
  await store.transact((tx) =>
    tx.insert(people).values({
      ...columns,
      signInName: `${role}-${person.id.slice(-6)}`,
      state: 'active',
      totpStep: 0,
      failures: 0,
      demo: false,
      createdAt: clock.now(),
      version: 1,
    }),
  )
  return person
}
