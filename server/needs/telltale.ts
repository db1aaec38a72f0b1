/*
 * What gives a firm away in a free text that banks read before there is a case: ways to reach it, and its name. People
 * write around a simple check, so the text is read as a reader would: spelled digits are digits, gaps are nothing.
 */

export type Telltale = 'phone' | 'contact' | 'name'

/** The firm as a text could give it away. */
export type Author = { readonly name: string; readonly phone: string; readonly uscc: string }

const spelled: Readonly<Record<string, string>> = {
  ...Object.fromEntries([...'零一二三四五六七八九'].map((one, at) => [one, String(at)])),
  ...Object.fromEntries([...'〇壹贰叁肆伍陆柒捌玖'].map((one, at) => [one, String(at)])),
  ...{ 幺: '1', 两: '2' },
}

/** As it is read aloud: one form of each letter and digit, without gaps. */
const read = (text: string): string => text.normalize('NFKC').replaceAll(/\s/g, '')

/** Only for numbers: spelled digits, and whatever people put between the digits of a number. */
const dialled = (text: string): string =>
  read(text)
    .replaceAll(/[零一二三四五六七八九〇壹贰叁肆伍陆柒捌玖幺两]/g, (one) => spelled[one] ?? one)
    .replaceAll(/(?<=\d)[-.·*_()~—–/]+(?=\d)/g, '')
    .replaceAll(/\((?=0\d{2,3}\))|(?<=0\d{2,3})\)/g, '')

/** Mobile, with area code, or the service numbers 400 and 800 (工信部电信网编号计划). */
const numbers = /(?<!\d)(?:(?:86)?1[3-9]\d{9}|0\d{2,3}[2-8]\d{6,7}|[48]00(?!0000)\d{7})(?!\d)/
/** Without its area code a number is told by the word before it. */
const called = /(?:电话|座机|致电|拨打|tel|call)[:是为]?[2-8]\d{6,7}(?!\d)/i

const ways = [
  /[\w.+-]+@[\w-]+\.[a-z]{2,}/i,
  /(?:https?:|www\.)/i,
  /(?:微信|威信|薇信|wechat|weixin|v信|qq|扣扣)(?:号|同号)?[:是为]?[a-z\d][\w-]{4,}/i,
  /(?:加|\+)(?:我)?(?:微信|威信|薇信|v信|qq|扣扣)/i,
]

const places = /^(?:[^省市县区]{2,3}[省市县区]|安徽|淮北|濉溪)+/
const forms =
  /(?:有限责任|股份有限|集团有限|集团股份|有限|集团)?(?:公司|合伙企业|合作社|厂|经营部|工作室|商行|中心)$/

/** The name without the place before it and the legal form behind it: 字号 and trade. */
export const tradeNameOf = (name: string): string => read(name).replace(places, '').replace(forms, '')

function tellsName(text: string, { name, uscc }: Author): boolean {
  if (text.includes(read(name)) || text.toUpperCase().includes(uscc)) return true
  const trade = tradeNameOf(name)
  if (trade.length >= 4 && text.includes(trade)) return true
  // Two characters alone are often a common word; before a word for a firm they are its name.
  return (
    trade.length >= 2 && new RegExp(`${escaped(trade.slice(0, 2))}(?:公司|厂|集团|企业|合作社)`).test(text)
  )
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** What the text gives away, the plainest first; null where it gives nothing away. Its name may be no secret. */
export function telltaleOf(text: string, author: Author, nameIsSecret: boolean): Telltale | null {
  const [plain, digits] = [read(text), dialled(text)]
  if (digits.includes(author.phone) || numbers.test(digits) || called.test(digits)) return 'phone'
  if (ways.some((one) => one.test(plain))) return 'contact'
  return nameIsSecret && tellsName(plain, author) ? 'name' : null
}
