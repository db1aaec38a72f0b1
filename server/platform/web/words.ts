import { readdirSync, readFileSync } from 'node:fs'
import { Broken } from '../assert.ts'
import type { Refusal } from '../outcome.ts'

/** Chinese is the first language, English the second. */
export const languages = ['zh', 'en'] as const
export type Language = (typeof languages)[number]
export const isLanguage = (text: unknown): text is Language => languages.some((one) => one === text)

export type Values = Readonly<Record<string, string | number>>

/** Words in one language: the key `needs.title` reads `title` of `views/words/<language>/needs.json`. */
export type Words = {
  (key: string, values?: Values): string
  readonly language: Language
  has(key: string): boolean
  /** The sentence of a refusal: `refusal.<code>` in whichever room's words it stands. */
  refusal(refusal: Refusal): string
}

const folder = new URL('../../../views/words/', import.meta.url)

/** All words of one language under `<room>.<key>`. Files are read once, when the program starts. */
export function wordsOf(language: Language): ReadonlyMap<string, string> {
  const all = new Map<string, string>()
  for (const file of readdirSync(new URL(`${language}/`, folder)).toSorted()) {
    const room = file.replace(/\.json$/, '')
    const entries: Record<string, string> = JSON.parse(
      readFileSync(new URL(`${language}/${file}`, folder), 'utf8'),
    )
    for (const [key, words] of Object.entries(entries)) all.set(`${room}.${key}`, words)
  }
  return all
}

/** A missing key is a bug and throws: a page never shows a key in place of words. */
export function speak(language: Language, all = wordsOf(language)): Words {
  const refusals = new Map(
    [...all].flatMap(([key, words]) => {
      const code = key.split('.refusal.')[1]
      return code ? [[code, cut(words)] as const] : []
    }),
  )
  const sentences = new Map([...all].map(([key, words]) => [key, cut(words)]))
  // A page asks for a hundred sentences: the message of a missing one is only made when one is missing.
  const w = (key: string, values?: Values) =>
    filled(sentences.get(key) ?? missing(`no words for ${key} in ${language}`), values)
  return Object.assign(w, {
    language,
    has: (key: string) => all.has(key),
    refusal: ({ code, values }: Refusal) =>
      filled(refusals.get(code) ?? missing(`no words for the refusal ${code} in ${language}`), values),
  })
}

/** A sentence cut at its placeholders: text, name, text, name, text. One without any stays a text. */
type Sentence = string | readonly string[]

const cut = (words: string): Sentence => (words.includes('{') ? words.split(/\{([A-Za-z]+)\}/) : words)

function filled(sentence: Sentence, values: Values = {}): string {
  if (typeof sentence === 'string') return sentence
  return sentence.map((piece, at) => (at % 2 === 0 ? piece : shown(values[piece] ?? ''))).join('')
}

const shown = (value: string | number): string => (typeof value === 'number' ? showCount(value) : value)

/** A count as people read it: `12,519`. Up to four digits stand as they are, as a year does. */
export const showCount = (value: number): string =>
  Math.abs(value) < 10_000 ? String(value) : value.toLocaleString('en')

function missing(promise: string): never {
  throw new Broken(promise)
}
