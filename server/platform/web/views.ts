import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ejs, { type TemplateFunction } from 'ejs'

const folder = fileURLToPath(new URL('../../../views/', import.meta.url))
const compiled = new Map<string, TemplateFunction>()

/** Every template sees these beside its own data. */
export type Locals = Record<string, unknown>

/**
 * Renders one template, such as `needs/hall`, to HTML. Templates are compiled once and stay in memory; they get
 * finished words and numbers, and throw on a name that they were not given.
 */
export function render(name: string, locals: Locals): string {
  let template = compiled.get(name)
  if (!template) {
    const filename = `${folder}${name}.ejs`
    template = ejs.compile(readFileSync(filename, 'utf8'), { filename, cache: true, compileDebug: false })
    compiled.set(name, template)
  }
  return template(locals)
}

/** The template inside its layout: the whole page. */
export const renderPage = (layout: string, name: string, locals: Locals): string =>
  render(`layouts/${layout}`, { ...locals, body: render(name, locals) })
