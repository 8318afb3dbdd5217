import { columnAggregates } from './column-aggregates.ts'
import { columnPairs } from './column-pairs.ts'
import type { Expectation } from './define-expectation.ts'
import { distinctValues } from './distinct-values.ts'
import { divergence } from './divergence.ts'
import { extremes } from './extremes.ts'
import { missingValues } from './missing-values.ts'
import { quantiles } from './quantiles.ts'
import { rowCounts } from './row-counts.ts'
import { rowSums } from './row-sums.ts'
import { tableShape } from './table-shape.ts'
import { textFormats } from './text-formats.ts'
import { textLengths } from './text-lengths.ts'
import { textPatterns } from './text-patterns.ts'
import { uniqueness } from './uniqueness.ts'
import { valueOrder } from './value-order.ts'
import { valueRanges } from './value-ranges.ts'
import { valueSets } from './value-sets.ts'
import { zScores } from './z-scores.ts'

const all: readonly Expectation[] = [
  ...columnAggregates,
  ...columnPairs,
  ...distinctValues,
  ...divergence,
  ...extremes,
  ...missingValues,
  ...quantiles,
  ...rowCounts,
  ...rowSums,
  ...tableShape,
  ...textFormats,
  ...textLengths,
  ...textPatterns,
  ...uniqueness,
  ...valueOrder,
  ...valueRanges,
  ...valueSets,
  ...zScores,
]

/** The supported types of expectation, by name. */
export const expectations: ReadonlyMap<string, Expectation> = new Map(all.map((each) => [each.type, each]))

/** Their names, in alphabetical order. */
export const expectationTypes: readonly string[] = [...expectations.keys()].toSorted()
