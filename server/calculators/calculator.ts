import type { Day } from '../money/day.ts'
import type { Faults, Reading, Showing, ShownForm, Typed } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import type { Anyone } from '../web.ts'
import type { Shown } from './result.ts'
import type { Fault, Worked } from './worked.ts'

/** What a calculator's page needs of a form, whatever it asks. */
type Asking<Value> = {
  read(body: unknown): Reading<Value>
  again: (w: Words, typed: Typed, faults: Faults, more?: Showing) => ShownForm
  filled(w: Words, value: Value, more?: Showing): ShownForm
}

/** One calculator: an address, what it asks, and how the answer of the API becomes a page. */
export type Calculator<Value> = {
  readonly name: string
  readonly form: Asking<Value>
  /** What the form begins with. */
  readonly begin: (today: Day) => Typed
  readonly work: (visit: Anyone, asked: Value) => Worked<Shown>
  /** Which field of the page an answer's fault is about; the fields of a fault are the API's. */
  readonly fieldOf: (field: string, asked: Value) => string
  /** Fields that stand together under a name of their own, below the others. */
  readonly group?: { readonly legend: string; readonly names: readonly string[] }
  /** Hints that only this calculator has for a field that others have as well. */
  readonly hints?: Readonly<Record<string, string>>
  /** Addresses that are worked through; their words are `calculators.example.<name>-<number>`. */
  readonly examples: readonly Readonly<Record<string, string>>[]
}

/** By a table from the API's fields to the page's. */
export const byTable =
  (fields: Readonly<Record<string, string>>) =>
  (field: string): string =>
    fields[field] ?? field

/** The form with what an answer refused beside the fields it is about. */
export function withFaults(
  w: Words,
  form: ShownForm,
  faults: readonly Fault[],
  fieldOf: (field: string) => string,
): ShownForm {
  const said = faults.map(({ field, code, values }) => ({
    name: fieldOf(field),
    words: code === 'required' ? w('calculators.needed') : w(`api.fault.${code}`, values),
  }))
  return {
    fields: form.fields.map((field) => {
      const fault = said.find(({ name }) => name === field.name)
      return fault ? { ...field, error: fault.words } : field
    }),
    errors: said.map(({ name, words }) => ({
      ...(form.fields.some((field) => field.name === name) ? { href: `#${name}` } : {}),
      words,
    })),
  }
}
