import { customPinyin, pinyin } from 'pinyin-pro'

// 行 is háng in a branch or a shop and 圩 is wéi in the names of these plains; the dictionary says otherwise.
customPinyin({
  分行: 'fēn háng',
  商行: 'shāng háng',
  车行: 'chē háng',
  粮行: 'liáng háng',
  药行: 'yào háng',
  圩: 'wéi',
})

/** Whose name it is: a person's first characters are read as a surname, 单 Shàn and not dān. */
export type NameOf = 'firm' | 'person'

/** The first letters of a name, for a quick search: 中国工商银行淮北分行 → zggsyhhbfh. Latin words stay whole. */
export function initials(name: string, of: NameOf = 'firm'): string {
  return runs(name)
    .flatMap((run) => (isHan(run) ? syllables(run, of).map((syllable) => syllable.charAt(0)) : [run]))
    .join('')
}

/**
 * A key to sort and search by, the same on both databases: small letters without tones, ü as v, a blank
 * between syllables, so that 西安 'xi an' comes before 先 'xian'. Names may share a key; then sort by name.
 */
export function pinyinKey(name: string, of: NameOf = 'firm'): string {
  return runs(name)
    .flatMap((run) => (isHan(run) ? syllables(run, of) : [run]))
    .join(' ')
}

/** Chinese and other words of a name in their order, without what stands between them. */
const runs = (name: string): string[] =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .match(/\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu) ?? []

const isHan = (run: string): boolean => /^\p{Script=Han}/u.test(run)

// Surname mode forgets the words that follow (银行 becomes yín xíng), so it is for people's names alone.
const syllables = (run: string, of: NameOf): string[] =>
  pinyin(run, {
    toneType: 'none',
    type: 'array',
    v: true,
    ...(of === 'person' ? { mode: 'surname', surname: 'head' } : {}),
  })
