import { z } from '@portico/core/contract'

// Created once and shared by many fields: building schemas is most of a connector's import cost.

export const nullishFlag = z.boolean().nullish()
export const nullishInteger = z.int().nullish()
export const nullishText = z.string().nullish()
