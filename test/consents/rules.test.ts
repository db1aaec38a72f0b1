import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { consentPolicies } from '../../seeds/reference/consent-texts.ts'
import { applicationStates } from '../../server/applications/application.ts'
import { purposeIn, sightIn } from '../../server/applications/sight.ts'
import { stateOf } from '../../server/consents/consent.ts'
import {
  closedBecause,
  consentFor,
  type Given,
  openingsOf,
  seenIn,
} from '../../server/consents/disclosure.ts'
import {
  type FactCode,
  factsOfKind,
  type UnnamedFactCode,
  unnamedFactsOfKind,
} from '../../server/consents/facts.ts'
import { type DataKind, dataKinds } from '../../server/consents/kind.ts'
import { kindOfPaper, neededKinds, offeredKinds } from '../../server/consents/needed.ts'
import { cappedUntil, checkConsentTerms, checkUntil } from '../../server/consents/terms.ts'
import { checkConsentText, consentTextShape, type Sentence, sentencesOf } from '../../server/consents/text.ts'
import { day } from '../../server/money/day.ts'
import { present } from '../../server/platform/assert.ts'
import { instantOf } from '../../server/platform/clock.ts'
import { type Id, newId } from '../../server/platform/ids.ts'
import { documentKinds } from '../../server/products/product.ts'

const today = day('2026-03-10')

const given = (kind: DataKind, changes: Partial<Given> = {}): Given => ({
  id: newId<'consent'>(),
  number: 'TY20260310-0001',
  kind,
  purpose: 'credit-assessment',
  until: day('2026-03-10'),
  endedAt: null,
  ending: null,
  ...changes,
})
const ended = (ending: 'revoked' | 'expired') => ({ ending, endedAt: instantOf(0) })
const deciding = ['credit-assessment'] as const

describe('a consent opens a kind of data', () => {
  test('on its last day, not on the next', () => {
    const one = given('tax')
    assert.equal(consentFor([one], 'tax', deciding, today)?.id, one.id)
    assert.equal(consentFor([one], 'tax', deciding, day('2026-03-11')), null)
    assert.equal(stateOf(one, day('2026-03-11')), 'expired')
  })

  test('for no other kind, no other purpose, and not once it has ended', () => {
    assert.equal(consentFor([given('tax')], 'details', deciding, today), null)
    assert.equal(consentFor([given('tax')], 'tax', ['post-loan'], today), null)
    assert.equal(consentFor([given('tax', ended('revoked'))], 'tax', deciding, today), null)
    assert.equal(consentFor([given('tax')], 'tax', [], today), null)
  })

  test('of two the one that holds longer is named', () => {
    const longer = given('tax', { purpose: 'post-loan', until: day('2026-06-01') })
    const found = consentFor([given('tax'), longer], 'tax', ['credit-assessment', 'post-loan'], today)
    assert.equal(found?.id, longer.id)
  })
})

describe('what stays closed says why', () => {
  const because = (list: readonly Given[]) => closedBecause(list, 'tax', deciding, today)
  test('never given, taken back, past its day', () => {
    assert.equal(because([]), 'never')
    assert.equal(because([given('details')]), 'never')
    assert.equal(because([given('tax', ended('revoked'))]), 'revoked')
    assert.equal(because([given('tax', ended('expired'))]), 'expired')
    // The night has not noted it yet.
    assert.equal(because([given('tax', { until: day('2026-03-09') })]), 'expired')
  })

  test('by the newest of several', () => {
    const first = given('tax', ended('revoked'))
    const second = given('tax', { ...ended('expired'), id: `z${first.id.slice(1)}` as Id<'consent'> })
    assert.equal(because([first, second]), 'expired')
  })
})

describe('what a bank may ask to see in a case', () => {
  test('everything while it decides, more grounds after the contract, and only who it was once it is over', () => {
    const kinds = (state: (typeof applicationStates)[number]) => Object.keys(sightIn(state).purposes).length
    const all = dataKinds.length
    assert.deepEqual(
      applicationStates.map((state) => [state, kinds(state), sightIn(state).contract, purposeIn(state)]),
      [
        ['submitted', all, false, 'credit-assessment'],
        ['taken', all, false, 'credit-assessment'],
        ['offered', all, false, 'credit-assessment'],
        ['agreed', all, true, 'credit-assessment'],
        ['signed', all, true, 'post-loan'],
        ['declined', 1, false, null],
        ['withdrawn', 1, false, null],
        ['expired', 1, false, null],
        ['not-chosen', 1, false, null],
      ],
    )
  })

  test('in a renewal the bank knows its borrower, and sees no more of it than in any case', () => {
    const seen = (state: (typeof applicationStates)[number]) => sightIn(state, 'renewal')
    assert.ok(applicationStates.every((state) => seen(state).contract))
    for (const state of applicationStates) assert.deepEqual(seen(state).purposes, sightIn(state).purposes)
  })

  test('a contract tells who the firm is, not how to reach it', () => {
    const openings = openingsOf([], sightIn('agreed'), today)
    const [seen, ...more] = seenIn(openings)
    assert.deepEqual(more, [])
    assert.deepEqual(seen, { kind: 'contact', basis: 'contract', consentId: null, what: ['name', 'uscc'] })
  })

  test('each open kind that shows something is one look, by the consent that opens it', () => {
    const list = dataKinds.map((kind) => given(kind))
    const seen = seenIn(openingsOf(list, sightIn('taken'), today))
    assert.deepEqual(
      seen.map(({ kind, what, consentId }) => [kind, what, consentId]),
      list
        .filter(({ kind }) => factsOfKind[kind].length > 0)
        .map(({ kind, id }) => [kind, factsOfKind[kind], id]),
    )
    assert.deepEqual(
      seenIn(openingsOf(list, sightIn('declined'), today)).map(({ kind }) => kind),
      ['contact'],
    )
  })
})

describe('what a product needs to see', () => {
  const terms = { kind: 'working-capital', grades: [], documents: [] } as const
  const needs = (changes: Partial<Parameters<typeof neededKinds>[0]>) =>
    neededKinds({ ...terms, ...changes }).map(({ kind, because }) => `${kind}: ${because}`)

  test('is who applies, and what its terms and papers are about, each with the first reason', () => {
    assert.deepEqual(needs({}), ['contact: reach'])
    assert.deepEqual(needs({ kind: 'tax-credit', grades: ['A'] }), ['contact: reach', 'tax: tax-product'])
    assert.deepEqual(needs({ grades: ['A'] }), ['contact: reach', 'tax: grades'])
    assert.deepEqual(needs({ documents: ['tax-returns'] }), ['contact: reach', 'tax: tax-papers'])
    assert.deepEqual(needs({ documents: ['business-licence', 'financial-statements', 'bank-statements'] }), [
      'contact: reach',
      'details: figures',
      'bank-statements: statements',
      'documents: papers',
    ])
  })

  test("is never a person's own data, whatever papers it asks for", () => {
    assert.deepEqual(needs({ documents: ['identity', 'credit-report-consent'] }), ['contact: reach'])
    for (const paper of documentKinds)
      assert.ok(!neededKinds({ ...terms, documents: [paper] }).some(({ kind }) => kind === 'person'), paper)
  })

  test('is asked for with what helps, and nothing else', () => {
    assert.deepEqual(offeredKinds(terms), ['contact', 'details', 'tax'])
    assert.deepEqual(offeredKinds({ ...terms, documents: ['bank-statements'] }), [
      'contact',
      'bank-statements',
      'details',
      'tax',
    ])
  })

  test('every paper belongs to a kind of data', () => {
    for (const paper of documentKinds) assert.ok(dataKinds.includes(kindOfPaper(paper)), paper)
    assert.equal(kindOfPaper('identity'), 'person')
    assert.equal(kindOfPaper('other'), 'documents')
  })
})

describe('terms and texts', () => {
  const rules = { usualDays: 90, mostDays: 365, personMostDays: 180, requestDays: 10 }

  test('a last day lies between today and the longest term', () => {
    const codeOf = (until: string) => {
      const found = checkUntil(rules, day(until), today)
      return found.ok ? 'fine' : found.refusal.code
    }
    assert.equal(codeOf('2026-03-09'), 'consent-until-past')
    assert.equal(codeOf('2026-03-10'), 'fine')
    assert.equal(codeOf('2027-03-10'), 'fine')
    assert.equal(codeOf('2027-03-11'), 'consent-until-too-late')
  })

  test("a consent to a person's data ends with its own term at the latest", () => {
    assert.equal(cappedUntil(rules, 'person', day('2027-01-01'), today), day('2026-09-06'))
    assert.equal(cappedUntil(rules, 'person', day('2026-05-01'), today), day('2026-05-01'))
    assert.equal(cappedUntil(rules, 'tax', day('2027-01-01'), today), day('2027-01-01'))
  })

  test('terms in the wrong order and texts with a clause missing cannot be used', () => {
    assert.deepEqual(checkConsentTerms(rules), [])
    assert.deepEqual(
      checkConsentTerms({ ...rules, usualDays: 400, personMostDays: 400 }).map(({ code, field }) => [
        code,
        field,
      ]),
      [
        ['consent-terms-in-wrong-order', 'usualDays'],
        ['consent-terms-in-wrong-order', 'personMostDays'],
      ],
    )
    assert.equal(checkConsentTerms({ ...rules, requestDays: 0 })[0]?.code, 'consent-terms-malformed')
    const [text] = consentPolicies
    const value = structuredClone(text?.value) as { en: Record<string, string> }
    assert.deepEqual(checkConsentText('consent-text', value), [])
    value.en.use = ' '
    const wrong = checkConsentText('consent-text', value)
    assert.deepEqual(wrong, [{ code: 'consent-text-malformed', field: 'en.use' }])
  })
})

describe('the sentence that a kind is consented to by', () => {
  /** How a fact is called in the sentence of its kind. */
  const named: Readonly<
    Record<FactCode, { readonly zh: readonly string[]; readonly en: readonly string[] }>
  > = {
    name: { zh: ['企业名称'], en: ['Name of the firm'] },
    uscc: { zh: ['统一社会信用代码'], en: ['unified social credit code'] },
    phone: { zh: ['联系电话'], en: ['telephone'] },
    foundedOn: { zh: ['成立日期'], en: ['Founding day'] },
    mainBank: { zh: ['主办银行'], en: ['main bank'] },
    figures: { zh: ['职工人数', '营业收入', '资产'], en: ['employees', 'revenue', 'assets'] },
    taxGrade: { zh: ['纳税信用等级', '评价年度'], en: ['Tax credit grade', 'year of assessment'] },
    taxPaid: { zh: ['各年入库税款'], en: ['tax paid by year'] },
    taxArrears: { zh: ['有无欠税'], en: ['arrears'] },
    taxAbnormal: { zh: ['是否非正常户'], en: ['abnormal household'] },
    legalRepresentative: { zh: ['法定代表人姓名'], en: ['Name of the legal representative'] },
  }
  const texts = consentPolicies.flatMap(({ code, value }) => {
    const read = consentTextShape.safeParse(value)
    return read.success ? [{ code, text: read.data }] : []
  })
  const sentence = (language: 'zh' | 'en', wanted: Sentence, audience = '') => {
    const code = `consent-text${audience}${wanted === 'person' ? '-person' : ''}`
    const found = texts.find((one) => one.code === code)?.text[language].kinds?.[wanted]
    return present(found, `the sentence of ${wanted} in ${code}`)
  }

  test('is part of each text, and a text without one of them cannot be used', () => {
    assert.equal(texts.length, 4)
    for (const { code, text } of texts)
      for (const wanted of sentencesOf(code)) {
        const { [wanted]: _, ...kinds } = text.zh.kinds ?? {}
        assert.deepEqual(checkConsentText(code, text), [])
        assert.deepEqual(checkConsentText(code, { ...text, zh: { ...text.zh, kinds } }), [
          { code: 'consent-text-malformed', field: `zh.kinds.${wanted}` },
        ])
      }
  })

  for (const kind of dataKinds)
    for (const language of ['zh', 'en'] as const)
      test(`names every fact of ${kind} that is shown, in ${language}`, () => {
        for (const audience of ['', '-guarantor'])
          for (const code of factsOfKind[kind])
            for (const words of named[code][language])
              assert.ok(sentence(language, kind, audience).includes(words), `${code}: ${words}`)
      })

  test('names of a second look every fact that is left, and no other', () => {
    const lines = {
      age: { zh: '成立满几年', en: 'Whole years in business' },
      figureBands: { zh: '只到区间', en: 'by bands only' },
      taxGrade: { zh: '纳税信用等级', en: 'Tax credit grade' },
      taxPaidBands: { zh: '各年入库税款只到区间', en: 'tax paid in each year by bands only' },
      taxArrears: { zh: '有无欠税', en: 'arrears' },
      taxAbnormal: { zh: '是否非正常户', en: 'abnormal household' },
    } satisfies Record<UnnamedFactCode, { zh: string; en: string }>
    for (const language of ['zh', 'en'] as const)
      for (const kind of ['details', 'tax'] as const) {
        for (const code of unnamedFactsOfKind[kind])
          assert.ok(sentence(language, `look-${kind}`).includes(lines[code][language]), code)
        assert.doesNotMatch(sentence(language, `look-${kind}`), /成立日期|主办银行|Founding|main bank/)
      }
  })

  test('says that a bank with tax data also reads what the schemes make of them', () => {
    assert.ok(sentence('zh', 'tax').includes('按税融通方案测算的结果'))
    assert.ok(sentence('en', 'tax').includes('what the tax-credit schemes make of them'))
  })
})
