import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sources, withoutComments } from '../support/sources.ts'

/** Files and functions that are longer than the house likes. The lists may only shrink. */
const knownLongFiles: Record<string, number> = {}
const knownLongFunctions: Record<string, number> = {}

/** What stands for what; a banned word has a better one beside it. */
const banned: readonly { word: RegExp; instead: string; except: readonly RegExp[] }[] = [
  { word: /\.transaction\(/, instead: 'store.transact', except: [/^db\/postgresql\.ts$/] },
  {
    word: /\bnew Date\(\)|\bDate\.now\(\)/,
    instead: 'clock.now()',
    except: [/^server\/platform\/clock\.ts$/, /^db\/sqlite\.ts$/, /^db\/backup/],
  },
  { word: /\bMath\.random\(/, instead: 'newId, newSecret or a seeded random', except: [] },
  { word: /\bparseFloat\(|\.toFixed\(/, instead: 'parseYuan, showYuan, showPercent', except: [] },
  { word: /\bsql\.raw\(/, instead: 'placeholders', except: [/^db\/(columns|postgresql|bulk)\.ts$/] },
  { word: /\beval\(|new Function\(/, instead: 'plain code', except: [] },
  { word: /\bconsole\./, instead: 'the log', except: [] },
  { word: /\bas any\b|: any\b|<any>/, instead: 'a type', except: [] },
  { word: /@ts-ignore|@ts-nocheck/, instead: 'a type', except: [] },
  { word: /\benum \w+ \{/, instead: 'a list and its type', except: [] },
  { word: /\bcascade\b/i, instead: 'nothing: rows are not deleted', except: [] },
  {
    word: /\bBEGIN\b|\bROLLBACK\b/,
    instead: 'store.transact',
    except: [/^db\/(sqlite|sqlite-file|postgresql)\.ts$/],
  },
]

const code = sources('.ts', 'server', 'db', 'seeds').map(({ path, text }) => ({
  path,
  text,
  plain: withoutComments(text),
}))

describe('tidy', () => {
  test('no file is longer than 300 lines', () => {
    const long = code
      .filter(({ text }) => text.split('\n').length > 301)
      .map(({ path, text }) => [path, text.split('\n').length])
    assert.deepEqual(Object.fromEntries(long), knownLongFiles)
  })

  test('no function is longer than 60 lines', () => {
    const long = code.flatMap(({ path, text }) =>
      longFunctions(text).map(([name, lines]) => [`${path} ${name}`, lines]),
    )
    assert.deepEqual(Object.fromEntries(long), knownLongFunctions)
  })

  for (const { word, instead, except } of banned) {
    test(`not ${word.source} but ${instead}`, () => {
      const found = code.filter(
        ({ path, plain }) => word.test(plain) && !except.some((one) => one.test(path)),
      )
      assert.deepEqual(
        found.map(({ path }) => path),
        [],
      )
    })
  }

  test('no file is named after nothing', () => {
    const vague = /(^|\/)(utils?|helpers?|manager|service|misc|common)(-|\.|\/)/
    assert.deepEqual(
      code.filter(({ path }) => vague.test(path)).map(({ path }) => path),
      [],
    )
  })

  test('no text is left for later', () => {
    const later = /\b(TODO|FIXME|XXX|HACK)\b|敬请期待|coming soon/
    const all = [...code, ...sources('.ejs', 'views'), ...sources('.json', 'views')]
    assert.deepEqual(
      all.filter(({ text }) => later.test(text)).map(({ path }) => path),
      [],
    )
  })

  test('templates print raw only what is a template', () => {
    const raw = sources('.ejs', 'views').flatMap(({ path, text }) =>
      [...text.matchAll(/<%-\s*([^%]*?)\s*-?%>/g)]
        .map(([, inner = '']) => inner)
        .filter((inner) => !inner.startsWith('include(') && inner !== 'body')
        .map((inner) => `${path}: ${inner}`),
    )
    // Charts are drawn on the server, by a library that escapes its labels.
    assert.deepEqual(
      raw.filter((one) => !/: chart$/.test(one)),
      [],
    )
  })

  test('templates carry no scripts, no styles and no code for htmx to run', () => {
    const wrong = sources('.ejs', 'views').filter(({ text }) =>
      /<script(?![^>]*\bsrc=)|\sstyle=|hx-on|\bjs:/.test(text),
    )
    assert.deepEqual(
      wrong.map(({ path }) => path),
      [],
    )
  })
})

/** Functions by their indentation: from a line that opens one to the line that closes it in the same column. */
function longFunctions(text: string): [string, number][] {
  const lines = text.split('\n')
  const found: [string, number][] = []
  lines.forEach((line, start) => {
    const opened =
      /^(\s*)(?:export )?(?:async )?(?:function (\w+)|const (\w+) = (?:async )?(?:<[^>]*>)?\([^;]*=> \{$)/.exec(
        line,
      )
    if (!opened) return
    const [, indent = '', named, assigned] = opened
    const end = lines.findIndex((later, at) => at > start && new RegExp(`^${indent}\\}`).test(later))
    if (end - start + 1 > 60) found.push([named ?? assigned ?? '', end - start + 1])
  })
  return found
}
