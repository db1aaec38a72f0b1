import { at, nested } from './paths.ts'
import type { Section, ValueForm } from './value-form.ts'

/** A value whose every part stands at the path that its field is named by. */
export const plainForm = (...sections: readonly Section[]): ValueForm => {
  const names = sections.flatMap(({ fields }) => Object.keys(fields))
  return {
    sections,
    typed: (value) => Object.fromEntries(names.map((name) => [name, at(value, name)])),
    value: (typed) => nested(Object.fromEntries(names.map((name) => [name, typed[name]]))),
  }
}
