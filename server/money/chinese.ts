import { type Fen, fen } from './fen.ts'

/**
 * Sums in capital Chinese numerals, 大写, as cheques and contracts show them.
 * Rule: 中国人民银行《正确填写票据和结算凭证的基本规定》(支付结算办法, annex 1). Where that text allows two ways, the one it
 * prints first is used: 1680.32 is 壹仟陆佰捌拾元零叁角贰分, 107000.53 is 壹拾万柒仟元零伍角叁分; 整 follows 元 and not 角.
 */
export function showChinese(amount: Fen): string {
  const size = Math.abs(fen(amount))
  const yuan = Math.floor(size / 100)
  const jiao = Math.floor(size / 10) % 10
  const odd = size % 10
  return `${amount < 0 ? '负' : ''}${yuanWords(yuan, jiao, odd)}${smallWords(yuan, jiao, odd)}`
}

function yuanWords(yuan: number, jiao: number, odd: number): string {
  if (yuan === 0) return jiao === 0 && odd === 0 ? '零元' : ''
  return `${numeral(yuan)}元`
}

function smallWords(yuan: number, jiao: number, odd: number): string {
  if (jiao === 0 && odd === 0) return '整'
  if (jiao === 0) return `${yuan === 0 ? '' : '零'}${digit(odd)}分`
  const gap = yuan > 0 && yuan % 10 === 0 ? '零' : ''
  return `${gap}${digit(jiao)}角${odd === 0 ? '' : `${digit(odd)}分`}`
}

const digit = (n: number): string => '零壹贰叁肆伍陆柒捌玖'.charAt(n)

/** A whole number above zero. A 亿 counts what stands before it, so 万亿 needs no word of its own. */
function numeral(n: number): string {
  for (const [unit, word] of [
    [100_000_000, '亿'],
    [10_000, '万'],
  ] as const)
    if (n >= unit) {
      const rest = n % unit
      // A gap is spoken once; 千 right below the unit leaves none.
      const gap = rest > 0 && rest < unit / 10 ? '零' : ''
      return `${numeral(Math.floor(n / unit))}${word}${gap}${rest > 0 ? numeral(rest) : ''}`
    }
  return upToThousands(n)
}

function upToThousands(n: number): string {
  let words = ''
  let gap = false
  for (const [unit, word] of [
    [1000, '仟'],
    [100, '佰'],
    [10, '拾'],
    [1, ''],
  ] as const) {
    const here = Math.floor(n / unit) % 10
    if (here > 0) words += `${gap && words !== '' ? '零' : ''}${digit(here)}${word}`
    gap = here === 0
  }
  return words
}
