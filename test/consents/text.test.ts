import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { desc, eq } from 'drizzle-orm'
import { consents } from '../../db/tables/consents.ts'
import { consentPolicies } from '../../seeds/reference/consent-texts.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { expireConsents, revoke } from '../../server/consents/actions.ts'
import { holdsWords } from '../../server/consents/pages-text.ts'
import { consentTextShape } from '../../server/consents/text.ts'
import { textOn } from '../../server/consents/written.ts'
import { present } from '../../server/platform/assert.ts'
import { speak } from '../../server/platform/web/words.ts'
import { approve, propose } from '../../server/policies/index.ts'
import { given } from '../applications/played.ts'
import { type Browser, runningTown } from '../support/app.ts'
import { consented } from '../support/consenting.ts'

type Running = Awaited<ReturnType<typeof runningTown>>

const before = { zh: '各年入库税款', en: 'Tax credit grade with its year of assessment' }
const after = { zh: '税务局掌握的一切信息', en: 'Whatever the tax bureau knows' }
const use = { zh: '银行可以用于任何目的。', en: 'The bank may use it for anything.' }

/** The bureau puts another text in force from today on. */
async function anotherText({ parts, by, cast, clock }: Running) {
  const { text } = textOn(parts.policies, 'tax', clock.today())
  const value = consentTextShape.parse({
    zh: { ...text.zh, use: use.zh, kinds: { ...text.zh.kinds, tax: after.zh } },
    en: { ...text.en, use: use.en, kinds: { ...text.en.kinds, tax: after.en } },
  })
  const draft = {
    ...{ code: 'consent-text', baseVersion: 1, effectiveFrom: null, effectiveTo: null, value },
    ...{ source: '演示', certainty: 'placeholder' as const },
  }
  const { proposal } = given(await propose(parts, by(cast.lu), draft, '换一个版本。'))
  given(await approve(parts, by(cast.qin), proposal.id, '已核对。'))
}

const newest = async ({ store }: Running) => {
  const [row] = await store.read
    .select()
    .from(consents)
    .where(eq(consents.kind, 'tax'))
    .orderBy(desc(consents.id))
  return present(row, 'a consent to tax data')
}

async function inBoth(browser: Browser, url: string) {
  const read = async (lang: 'zh' | 'en') => {
    browser.setCookie('lang', lang)
    return (await browser.get(url)).body
  }
  return { zh: await read('zh'), en: await read('en') }
}

describe('the text that a consent was given under', () => {
  test('is shown word for word in both languages when a newer one is in force, clauses and kinds alike', async () => {
    const made = await runningTown()
    const { browserOf, cast, parts, clock } = made
    const first = textOn(parts.policies, 'tax', clock.today())
    await consented(made, ['tax'])
    const old = await newest(made)
    await anotherText(made)
    const lin = await browserOf(cast.lin)
    const shown = await inBoth(lin, `/consents/${old.id}`)
    for (const lang of ['zh', 'en'] as const) {
      assert.ok(shown[lang].includes('consent-text-1') && shown[lang].includes(before[lang]))
      assert.ok(shown[lang].includes(first.text[lang].use), first.text[lang].use)
      for (const fresh of [use[lang], after[lang]]) assert.ok(!shown[lang].includes(fresh), fresh)
    }
  })

  test('is the newer one for whoever consents from then on, and its sentence stands beside the box', async () => {
    const made = await runningTown()
    const { browserOf, cast } = made
    await consented(made, ['tax'])
    await anotherText(made)
    const lin = await browserOf(cast.lin)
    const asked = await inBoth(lin, '/consents/new')
    await consented(made, ['tax'])
    const fresh = await newest(made)
    assert.equal(fresh.textVersion, 'consent-text-2')
    const shown = await inBoth(lin, `/consents/${fresh.id}`)
    for (const lang of ['zh', 'en'] as const)
      for (const page of [asked[lang], shown[lang]]) {
        assert.ok(page.includes(use[lang]) && page.includes(after[lang]))
        assert.ok(!page.includes(before[lang]), before[lang])
      }
  })

  test('of before the kinds were part of it is shown with the words of the program', () => {
    const [row] = consentPolicies
    const { zh, en } = consentTextShape.parse(present(row, 'the first text').value)
    const { kinds: _, ...zhOnly } = zh
    const text = consentTextShape.parse({ zh: zhOnly, en })
    assert.ok(holdsWords(speak('zh'), { text }, 'tax').includes(before.zh))
    assert.match(holdsWords(speak('zh'), { text }, 'tax', 'second-look'), /各年入库税款只到区间/)
  })
})

describe('the end of a consent', () => {
  test('is its last day where it ran out, whenever that was noted, and the hour where it was taken back', async () => {
    const made = await runningTown()
    const { store, cast, clock, by, browserOf } = made
    const endedOn = async () => {
      const { id } = await newest(made)
      const { body } = await (await browserOf(cast.lin)).get(`/consents/${id}`)
      return body.includes(made.parts.words.zh('consents.ended'))
    }
    await consented(made, ['tax'])
    given(await revoke(store, by(cast.lin), (await newest(made)).id))
    assert.equal(await endedOn(), true)
    await consented(made, ['tax'])
    clock.set('2026-06-30T01:00:00.000Z')
    assert.equal(await expireConsents(store, byPlatform(clock.now(), clock.today())), 1)
    assert.equal(await endedOn(), false)
  })
})
