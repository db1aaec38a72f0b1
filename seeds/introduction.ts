import { demoPassword } from '../server/accounts/pages.ts'
import { demoPeople } from '../server/accounts/rows.ts'
import type { Parts } from '../server/parts.ts'

/** The cast with its password, for the terminal: in both languages and in columns. Empty where nobody is demo. */
export async function introduction({
  store,
  words: { zh, en },
}: Pick<Parts, 'store' | 'words'>): Promise<string[]> {
  const people = await demoPeople(store.read)
  if (people.length === 0) return []
  const both = (key: string) => `${zh(key)} ${en(key)}`
  const head = ['demo-name', 'field.name', 'field.role', 'field.organisation'].map((key) =>
    both(`accounts.${key}`),
  )
  const rows = people.map(({ signInName, name, role, organisation }) => [
    signInName,
    name,
    both(`accounts.role.${role}`),
    organisation,
  ])
  const password = (w: typeof zh) => `${w('accounts.demo-password')} ${demoPassword}`
  return [password(zh), password(en), '', ...columns([head, ...rows])]
}

/** Lines whose cells begin below each other, also where a character takes two places. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => widthOf(row[at] ?? ''))))
  return rows.map((row) =>
    row
      .map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - widthOf(cell)))
      .join('   ')
      .trimEnd(),
  )
}

/** Places that a text takes in a terminal: Chinese characters and full-width signs take two. */
export const widthOf = (text: string): number =>
  [...text].reduce(
    (sum, sign) =>
      sum +
      (/[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u.test(
        sign,
      )
        ? 2
        : 1),
    0,
  )
