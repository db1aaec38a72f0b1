import { readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import ejs, { type TemplateFunction } from 'ejs'

const folder = fileURLToPath(new URL('../../../views/', import.meta.url))

/** Every template sees these beside its own data. */
export type Locals = Readonly<Record<string, unknown>>

/**
 * A template as it stands in one place: what it is called with there has always the same names, so each is a
 * variable of the compiled function. EJS itself would put the names around it by `with`, look for included files
 * on disk and copy all names each time; together that was more than half of what a page costs.
 */
type Placed = {
  readonly run: TemplateFunction
  /** What this template includes, by path and by the names that it adds. */
  readonly included: Map<string, Placed>
  readonly folder: string
  readonly names: ReadonlySet<string>
}

const texts = new Map<string, string>()

function textOf(name: string): string {
  const text = texts.get(name) ?? readFileSync(`${folder}${name}.ejs`, 'utf8')
  texts.set(name, text)
  return text
}

/** Only what could need it goes through the replacement of EJS. */
const escapable = /[&<>'"]/
const escaped = (value: unknown): string => {
  const text = value === undefined || value === null ? '' : String(value)
  return escapable.test(text) ? ejs.escapeXML(text) : text
}

const options = {
  compileDebug: false,
  // How a template is indented is nothing for the wire: a tenth of a page with a table.
  rmWhitespace: true,
  // A name that nobody gave is no variable then, and throws when it is read.
  _with: false,
  // The scopes below have no prototype but other scopes, so reading names through them is safe and saves a copy.
  unsafePrototypeLocals: true,
  async: false,
} as const

const identifiers = /[A-Za-z_$][\w$]*/g

function place(name: string, names: ReadonlySet<string>): Placed {
  const text = textOf(name)
  const used = new Set(text.match(identifiers))
  // In blocks of its own, a template may give a name that stands around it another meaning.
  const run = ejs.compile(`<% { const include = locals.include; { -%>${text}<% } } -%>`, {
    ...options,
    destructuredLocals: [...names].filter((one) => used.has(one)),
    escape: escaped,
    filename: name,
  })
  return { run, included: new Map(), folder: posix.dirname(name), names }
}

/** Runs a template in a scope of its own, behind which stands the scope that it was called from. */
function run(placed: Placed, behind: object | null, data: Locals): string {
  const scope = Object.assign(Object.create(behind), data)
  scope.include = (path: string, more: Locals = {}) => run(includedBy(placed, path, more), scope, more)
  return placed.run(scope)
}

function includedBy(placed: Placed, path: string, data: Locals): Placed {
  const key = `${path} ${Object.keys(data).join()}`
  const known = placed.included.get(key)
  if (known) return known
  const found = place(posix.join(placed.folder, path), new Set([...placed.names, ...Object.keys(data)]))
  placed.included.set(key, found)
  return found
}

const root: Placed = { run: () => '', included: new Map(), folder: '', names: new Set() }

/**
 * Renders one template to HTML. Templates get finished words and numbers, and throw on a name that they were
 * not given.
 */
export const render = (name: string, locals: Locals): string =>
  run(includedBy(root, name, locals), null, locals)

/** The template inside its layout: the whole page. */
export const renderPage = (layout: string, name: string, locals: Locals): string =>
  render(`layouts/${layout}`, { ...locals, body: render(name, locals) })

/** The templates that this program has rendered until now, by their names. */
export const rendered = (): readonly string[] => [...texts.keys()]
