import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { wordsOf } from '../../server/platform/web/words.ts'
import { sources, withoutComments } from '../support/sources.ts'

describe('words of the trail', () => {
  const code = sources('.ts', 'server', 'seeds').map(({ path, text }) => ({
    path,
    text: withoutComments(text),
  }))
  const named = (pattern: RegExp) =>
    code.flatMap(({ path, text }) => [...text.matchAll(pattern)].map(([, what = '']) => ({ path, what })))

  for (const language of ['zh', 'en'] as const) {
    test(`everything that happens in the house has a sentence in ${language}`, () => {
      const words = wordsOf(language)
      const happenings = named(/happening:[^,}]*?'([a-z-]+\.[a-z-]+)'/g)
      assert.ok(happenings.length > 10)
      assert.deepEqual(
        happenings.filter(({ what }) => !words.has(what.replace('.', '.happening.'))),
        [],
      )
    })

    test(`everything that it happens to has a name in ${language}`, () => {
      const words = wordsOf(language)
      // What a notice is about comes behind its address, and is shown by the address alone.
      const kinds = named(/(?<!href: [^\n]*,\s*)subject: \{ kind: '([a-z-]+)'/g)
      assert.ok(kinds.length > 5)
      assert.deepEqual(
        kinds.filter(({ what }) => !words.has(`audit.kind.${what}`)),
        [],
      )
    })
  }
})
