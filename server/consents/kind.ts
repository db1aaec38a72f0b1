/**
 * What a firm may let a bank see, apart from what its need tells everybody. Each kind is consented to by itself
 * (个人信息保护法 arts 14, 23; 征信业管理条例 arts 13, 18): who reaches a firm need not read its books.
 */
export const dataKinds = ['contact', 'details', 'tax', 'bank-statements', 'documents', 'person'] as const
export type DataKind = (typeof dataKinds)[number]

/**
 * The data of a natural person: the legal representative is one, and so is every sole trader. It has a text and a
 * box of its own (个人信息保护法 arts 23, 29), and only the person himself may tick it.
 */
export const personalKind = 'person' satisfies DataKind
export const isPersonal = (kind: DataKind): boolean => kind === personalKind

/** The kinds that the firm itself decides about. */
export const firmKinds = dataKinds.filter((kind): kind is Exclude<DataKind, 'person'> => !isPersonal(kind))

/**
 * What a bank may use the data for, and for nothing else (个人信息保护法 art. 6): deciding on an application; watching
 * a loan after it was granted; a second look at a case that another bank declined.
 */
export const consentPurposes = ['credit-assessment', 'post-loan', 'second-look'] as const
export type ConsentPurpose = (typeof consentPurposes)[number]

/** What a firm chooses from by itself; a second look is offered where a case was declined. */
export const ownPurposes = ['credit-assessment', 'post-loan'] as const satisfies readonly ConsentPurpose[]
