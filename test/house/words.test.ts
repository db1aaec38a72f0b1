import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { wordsOf } from '../../server/platform/web/words.ts'
import { sources, withoutComments } from '../support/sources.ts'

const zh = wordsOf('zh')
const en = wordsOf('en')
const views = sources('.ejs', 'views')
const server = sources('.ts', 'server')
const code = [...server, ...sources('.ts', 'seeds')]
const han = /\p{Script=Han}/u

/** Keys that stand as they are, and the fixed beginnings of those that are put together. */
const used = [...views, ...code].flatMap(({ text }) =>
  [...text.matchAll(/['"`]([a-z][a-z-]*\.[\w.${}()'[\] ?:-]+?)['"`]/g)].map(([, key = '']) => key),
)
const whole = new Set(used.filter((key) => !key.includes('${')))
const beginnings = new Set(
  used.filter((key) => key.includes('${')).map((key) => key.slice(0, key.indexOf('${'))),
)

describe('words', () => {
  test('both languages say the same things', () => {
    assert.deepEqual(
      [...zh.keys()].filter((key) => !en.has(key)),
      [],
      'missing in English',
    )
    assert.deepEqual(
      [...en.keys()].filter((key) => !zh.has(key)),
      [],
      'missing in Chinese',
    )
  })

  test('both languages fill in the same figures', () => {
    const places = (text = '') =>
      [...text.matchAll(/\{(\w+)\}/g)]
        .map(([, name]) => name)
        .toSorted()
        .join()
    assert.deepEqual(
      [...zh.keys()].filter((key) => places(zh.get(key)) !== places(en.get(key))),
      [],
    )
  })

  test('Chinese words are Chinese, English words are English, and none is empty', () => {
    assert.deepEqual(
      [...zh].filter(([, words]) => words.trim() === '').map(([key]) => key),
      [],
    )
    assert.deepEqual(
      [...en].filter(([key, words]) => han.test(words) && !allowedHan.test(key)).map(([key]) => key),
      [],
    )
  })

  test('every key that a page or a room names has words', () => {
    const calls = [...views, ...server].flatMap(({ path, text }) =>
      [...withoutComments(text).matchAll(/\bw\(\s*'([^']+)'/g)].map(([, key = '']) => ({ path, key })),
    )
    assert.deepEqual(
      calls.filter(({ key }) => !zh.has(key)).map(({ path, key }) => `${path}: ${key}`),
      [],
    )
  })

  test('every refusal that a room gives has words', () => {
    const codes = new Set([...zh.keys()].flatMap((key) => key.split('.refusal.')[1] ?? []))
    const given = server
      .filter(({ path }) => !path.startsWith('server/money/'))
      .flatMap(({ path, text }) =>
        [...text.matchAll(/\brefuse\(\s*'([^']+)'/g)].map(([, code = '']) => ({ path, code })),
      )
    assert.deepEqual(
      given.filter(({ code }) => !codes.has(code)).map(({ path, code }) => `${path}: ${code}`),
      [],
    )
  })

  test('a refusal has its words in one place', () => {
    const codes = [...zh.keys()].flatMap((key) => key.split('.refusal.')[1] ?? [])
    assert.deepEqual(
      codes.filter((code, at) => codes.indexOf(code) !== at),
      [],
    )
  })

  test('no words are kept that nothing says', () => {
    const unused = [...zh.keys()].filter(
      (key) =>
        !whole.has(key) &&
        !impliedUse.test(key) &&
        // The words of a closed list stand under the name that its field gives.
        !whole.has(key.replace(/\.[^.]+$/, '')) &&
        ![...beginnings].some((beginning) => key.startsWith(beginning)),
    )
    assert.deepEqual(unused, [])
  })

  test('no text stands in a template', () => {
    const found = views.flatMap(({ path, text }) => {
      const shown = text
        .replace(/<%[\s\S]*?%>/g, ' ')
        .replace(/<(svg|title|style)[\s\S]*?<\/\1>/g, ' ')
        .replace(/<[^>]*>/g, ' ')
        .replace(/&\w+;/g, ' ')
      return /[A-Za-z]{2,}|\p{Script=Han}/u.test(shown)
        ? [`${path}: ${shown.replace(/\s+/g, ' ').trim().slice(0, 60)}`]
        : []
    })
    assert.deepEqual(found, [])
  })

  test('no text stands in an attribute that is read or spoken', () => {
    const found = views.flatMap(({ path, text }) =>
      [
        ...text
          .replace(/<%[\s\S]*?%>/g, '')
          .matchAll(/\s(?:aria-label|title|placeholder|alt|data-label)="([^"]*)"/g),
      ]
        .filter(([, said = '']) => /\p{L}{2,}/u.test(said))
        .map(([attribute]) => `${path}:${attribute}`),
    )
    assert.deepEqual(found, [])
  })

  test('no Chinese stands in the code of the program', () => {
    const found = server.filter(
      ({ path, text }) =>
        han.test(withoutComments(text)) && !chineseByNature.some((one) => path.startsWith(one)),
    )
    assert.deepEqual(
      found.map(({ path }) => path),
      [],
    )
  })
})

/** Forms, lists, refusals and ledger entries put these keys together: `<room>.field.<name>` and so on. */
const impliedUse = /\.(field|hint|refusal|happening|entry)\.|^forms\.|^layout\.toast-/

/** The other language's own name, and words that have no English. */
const allowedHan = /^layout\.other-language$|^forms\.not-an-amount$/

/** Numbers, amounts and notices in Chinese, and how Chinese is read, are what these files are about. */
const chineseByNature = [
  'server/money/',
  'server/enterprises/pinyin.ts',
  'server/needs/telltale.ts',
  'server/platform/web/fields.ts',
  'server/policies/calendar.ts',
]
