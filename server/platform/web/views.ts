import { readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import ejs, { type TemplateFunction } from 'ejs'

const folder = fileURLToPath(new URL('../../../views/', import.meta.url))

/** Every template sees these beside its own data. */
export type Locals = Readonly<Record<string, unknown>>

// The scopes below have no prototype but other scopes, so reading names through them is safe and saves a copy.
const options = { compileDebug: false, unsafePrototypeLocals: true, async: false } as const

type Template = { readonly run: TemplateFunction; readonly include: (path: string) => Template }
const templates = new Map<string, Template>()

/** A template by its name, `needs/hall`; compiled once, and what it includes found once. */
function templateNamed(name: string): Template {
  const known = templates.get(name)
  if (known) return known
  const filename = `${folder}${name}.ejs`
  const included = new Map<string, Template>()
  const template: Template = {
    run: ejs.compile(readFileSync(filename, 'utf8'), { ...options, filename }),
    include: (path) => {
      const found = included.get(path) ?? templateNamed(posix.join(posix.dirname(name), path))
      included.set(path, found)
      return found
    },
  }
  templates.set(name, template)
  return template
}

/**
 * Runs a template in a scope of its own, behind which stands the scope that it was called from. The include of
 * EJS itself looks for the file on disk and copies all names each time, which cost a page a fifth of its time.
 */
function run(template: Template, behind: object | null, data: Locals): string {
  const scope = Object.assign(Object.create(behind), data)
  scope.include = (path: string, more: Locals = {}) => run(template.include(path), scope, more)
  return template.run(scope)
}

/**
 * Renders one template to HTML. Templates get finished words and numbers, and throw on a name that they were
 * not given.
 */
export const render = (name: string, locals: Locals): string => run(templateNamed(name), null, locals)

/** The template inside its layout: the whole page. */
export const renderPage = (layout: string, name: string, locals: Locals): string =>
  render(`layouts/${layout}`, { ...locals, body: render(name, locals) })
