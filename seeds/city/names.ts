import type { Random } from './random.ts'
import type { FirmKind } from './trades.ts'

/** Where a firm stands, in the words of a name: 淮北市相山区, and the town 渠沟镇. */
export type Place = { readonly county: string; readonly town: string }

/**
 * A name as the register would grant it: place, brand, trade, form. The brands are put together from rare
 * characters and stand behind the full name of a county wherever they have two, so that no name is meant
 * to be anybody's; one that some firm bears all the same is chance.
 */
export function firmName(
  random: Random,
  kind: FirmKind,
  place: Place,
  industry: string,
  trade: string,
): string {
  if (kind === 'cooperative') return `${place.county}${place.town}${twoCharacters(random)}${trade}专业合作社`
  if (kind === 'household') {
    // Half of them carry the town, for there is a noodle shop of every family in every town.
    const where = random.chance(500) ? place.county : place.county + place.town
    return where + householdBrand(random) + trade
  }
  if (industry.startsWith('C') && random.chance(70))
    return `${place.county}${twoCharacters(random)}${trade}厂`
  const long = random.chance(350)
  const where = long ? random.pick(['淮北', '淮北市', '安徽']) : place.county
  return where + (long ? threeCharacters(random) : twoCharacters(random)) + trade + companyForm(random)
}

/** An invented name of a person: a common surname, and one or two characters. */
export function personName(random: Random): string {
  const given = random.chance(250) ? '' : random.pick(givenFirst)
  return random.weighted(surnames) + given + random.pick(givenLast)
}

const companyForm = (random: Random): string =>
  random.weighted([
    ['有限公司', 92],
    ['有限责任公司', 7],
    ['股份有限公司', 1],
  ])

function twoCharacters(random: Random): string {
  for (;;) {
    const brand = random.pick(brandFirst) + random.pick(brandSecond)
    if (brand[0] !== brand[1] && !wellKnown.has(brand)) return brand
  }
}

const threeCharacters = (random: Random): string => {
  const two = twoCharacters(random)
  return two + random.pick(brandThird.filter((character) => !two.includes(character)))
}

function householdBrand(random: Random): string {
  const surname = random.weighted(surnames)
  return random.weighted([
    [`老${surname}`, 2],
    [`小${surname}`, 2],
    [`${surname}记`, 2],
    [`阿${random.pick(givenLast)}`, 1],
    [surname + random.pick(givenLast), 2],
    [twoCharacters(random), 4],
  ])
}

const brandFirst = [...'鸿泓昱晟睿卓骏凯锦铭皓翊煜沐霖澜谷穗禾棠槐柏桐榆岭峦溪岚澄晗璟珩珺琅瑾']
const brandSecond = [...'泰茂昌隆祥润和远途航拓跃成川谷禾穗棠桐岭峰源泽汇晖朗然韵原宁']
const brandThird = [...'源达禾川林和通成星宁峰海田石']
const wellKnown = new Set(['锦和', '鸿远', '卓然', '卓远', '凯隆', '骏和', '鸿源', '锦源', '鸿泰', '凯泽'])

const surnames: readonly (readonly [string, number])[] = [
  ...[...'王李张刘陈'].map((one) => [one, 8] as const),
  ...[...'杨赵黄周吴徐孙朱马胡郭林何高梁'].map((one) => [one, 3] as const),
  ...[
    ...'郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷史龙陶贺顾毛郝龚邵万钱严武戚莫孔向纵祝',
  ].map((one) => [one, 1] as const),
]
const givenFirst = [...'建文志晓春秀玉海立永国明德家思新学成振冬雪雨子宗传广继洪景庆']
const givenLast = [...'伟芳强军敏静丽勇磊洋艳杰娟涛超霞平刚玲辉鹏华飞红波斌莉宇浩凯健俊帆宁琳']
