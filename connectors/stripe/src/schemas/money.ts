import { z } from '@portico/core/contract'

/** In the currency's smallest unit: halalas, cents, yen. */
export const amount = z.int().positive()

/** ISO 4217 in lower case. */
export const currency = z.string().regex(/^[a-z]{3}$/)
