import { type Ppm, parsePercent, ppm, showPercent } from '../../money/rate.ts'
import { choice, type Field, fault, percent, tidy, written } from './fields.ts'

/* Shares, multiples and the like, as the texts of policies write them; each is kept as a whole number. */

const bare = (rate: Ppm): string => showPercent(rate).replace('%', '').replace(/\.00$/, '')

/** A share of a whole, in per cent; kept in ppm. */
export const portion = ({ max = 1_000_000 }: { max?: number } = {}): Field<Ppm> => ({
  ...percent({ max }),
  unit: 'forms.unit-portion',
  show: (value) => bare(ppm(value)),
})

/** A rate for one day, in per cent; kept in ppm. */
export const dailyRate = (): Field<number> => ({
  ...percent({ max: 100_000 }),
  unit: 'forms.unit-daily-rate',
  show: (value) => showPercent(ppm(Number(value))).replace('%', ''),
})

/** A share in per cent, kept in basis points: two decimals at most. */
export const basisShare = (): Field<number> => ({
  control: 'number',
  required: true,
  unit: 'forms.unit-portion',
  schema: written((text, context) => {
    const read = parsePercent(text)
    if (!read.ok) return fault(context, read.code)
    if (read.ppm % 100 !== 0) return fault(context, 'two-decimals')
    return read.ppm > 1_000_000 ? fault(context, 'out-of-range', { min: 0, max: 100 }) : read.ppm / 100
  }),
  show: (value) => bare(ppm(value * 100)),
})

/** So many times something, kept in hundredths of a per cent: 2.5 is 25,000. */
export const timesOver = ({ max = 1000 }: { max?: number } = {}): Field<number> => ({
  control: 'number',
  required: true,
  unit: 'forms.unit-times',
  schema: written((text, context) => {
    const typed = tidy(text).replace(/ ?(\u500d|times)$/iu, '')
    const read = typed.endsWith('%') ? ({ ok: false, code: 'not-a-rate' } as const) : parsePercent(typed)
    if (!read.ok) return fault(context, read.code === 'not-a-rate' ? 'not-a-multiple' : read.code)
    return read.ppm > max * 10_000 ? fault(context, 'out-of-range', { min: 0, max }) : Number(read.ppm)
  }),
  show: (value) => bare(ppm(value)),
})

/** Yes or no, where neither may be taken for granted. */
export const yesNo = (wordsAt = 'forms.yes-no'): Field<boolean> => {
  const asked = choice(['yes', 'no'], wordsAt)
  return {
    ...asked,
    schema: asked.schema.transform((answer) => answer === 'yes'),
    show: (value) => (value ? 'yes' : 'no'),
  }
}

/** Codes in one line, parted by blanks or commas, in capitals. */
export const codes = ({ max = 300 }: { max?: number } = {}): Field<readonly string[]> => ({
  control: 'text',
  required: true,
  schema: written((text, context) => {
    const found = tidy(text)
      .toUpperCase()
      .split(/[\s,;\u3001\u3002/]+/u)
      .filter(Boolean)
    if (text.length > max) return fault(context, 'too-long', { max })
    return [...new Set(found)]
  }),
  show: (value) => value.join(' '),
})
