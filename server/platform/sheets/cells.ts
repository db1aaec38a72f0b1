/** Digits that a spreadsheet keeps of a number; what it writes behind them is noise of its arithmetic. */
const kept = 15

/** A cell as a person reads it: numbers without noise, days as 2026-03-10. */
export function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) return dayText(cell)
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE'
  return typeof cell === 'number' ? numberText(String(cell)) : String(cell)
}

/** A number as the file has it, '85309.90999999999', as the sheet shows it, '85309.91'. */
export function numberText(written: string): string {
  const digits = written.replace(/\D/g, '').replace(/^0+/, '')
  return digits.length > kept || /e/i.test(written)
    ? String(Number(Number(written).toPrecision(kept)))
    : written
}

/** Days in a sheet are counted with their time as a fraction, which can fall short of midnight by a thousandth. */
function dayText(moment: Date): string {
  const minute = 60_000
  if (Number.isNaN(moment.getTime())) return ''
  return new Date(Math.round(moment.getTime() / minute) * minute).toISOString().slice(0, 10)
}

/** The cells of a sheet's XML that hold formulas, as row and column from zero. */
export function formulasIn(xml: string): (readonly [row: number, column: number])[] {
  const found: (readonly [number, number])[] = []
  let cell = ''
  for (const [, name, attributes = ''] of xml.matchAll(/<(?:\w+:)?(c|f)(?=[\s/>])([^>]*)>/g)) {
    if (name === 'c') cell = /\br="([A-Z]{1,3}\d{1,7})"/.exec(attributes)?.[1] ?? ''
    else if (cell) {
      found.push(addressOf(cell))
      cell = ''
    }
  }
  return found
}

/** 'C7' as row 6 and column 2. */
export function addressOf(cell: string): readonly [row: number, column: number] {
  const [, letters = '', digits = '1'] = /^([A-Z]+)(\d+)$/.exec(cell) ?? []
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
  return [Number(digits) - 1, column]
}
