import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const home = fileURLToPath(new URL('../..', import.meta.url))

export type Source = { readonly path: string; readonly text: string }

/** The house's own files under these folders, for tests about the house itself. */
export function sources(ending: string, ...folders: readonly string[]): Source[] {
  return folders.flatMap((folder) =>
    readdirSync(`${home}${folder}`, { recursive: true, encoding: 'utf8' })
      .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
      .filter((path) => path.endsWith(ending))
      .toSorted()
      .map((path) => ({ path, text: readFileSync(`${home}${path}`, 'utf8') })),
  )
}

/** The code without its comments, for rules that are about code only. */
export const withoutComments = (text: string): string =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/(^|[^:'"`])\/\/[^\n]*/g, '$1')
