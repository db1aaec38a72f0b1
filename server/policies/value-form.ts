import { type Field, lines } from '../platform/web/fields.ts'

/** Questions that belong together; its heading stands under `policies.section.<key>`. */
export type Section = {
  readonly key: string
  readonly fields: Readonly<Record<string, Field>>
  /** Questions that mean nothing while they are unanswered, and are not shown then. */
  readonly sparse?: true
}

/** How the value of a policy is asked for and shown. A field is named by its path within the value. */
export type ValueForm = {
  readonly sections: readonly Section[]
  /** The value as the fields hold it; a part that an older version lacks is undefined. */
  readonly typed: (value: unknown) => Readonly<Record<string, unknown>>
  /** What the fields hold, as the value of the policy; its own check says whether it can be used. */
  readonly value: (typed: Readonly<Record<string, unknown>>) => unknown
}

/** A name is kept as it was typed: Chinese brackets and quotation marks are part of it. */
const nameLine = (max: number): Field<string> => ({ ...lines({ max }), control: 'text' })

/** What people call a policy of a family, in both languages. */
export const nameFields = { 'name.zh': nameLine(60), 'name.en': nameLine(120) }

export const fieldsOf = ({ sections }: ValueForm): Readonly<Record<string, Field>> =>
  Object.fromEntries(sections.flatMap(({ fields }) => Object.entries(fields)))
