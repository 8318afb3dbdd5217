import { expect, test } from 'vitest'
import { barChart } from '../generate/benchmarks/bar-chart.ts'
import { isMet } from '../generate/benchmarks/goals.ts'
import { benchResult } from '../generate/benchmarks/kept-results.ts'

test('a chart has a bar in proportion to each figure, and no name becomes markup', () => {
  const chart = barChart('A <b> & "c"', 'ms', [
    { name: 'half', value: 5 },
    { name: '<script>', value: 10 },
    { name: 'nothing', value: 0 },
  ])
  const lengths = [...chart.matchAll(/<rect[^>]*width="(\d+)"/g)].map(([, length]) => Number(length))
  expect(lengths[1]).toBe(2 * lengths[0]!)
  expect(lengths[2]).toBe(1)
  expect(chart).not.toContain('<script>')
  expect(chart).toContain('A &lt;b> &amp; "c"'.replaceAll('"', '&quot;'))
  expect(barChart('Nothing', 'ms', [])).toContain('</svg>')
})

test('a result has its benchmark’s name and figures, and nothing else is kept as one', () => {
  expect(benchResult.parse({ bench: 'call', vs_undici: 0.7, cpu_us: { ours: 1 } })).toMatchObject({ bench: 'call' })
  for (const wrong of [{}, { bench: '../x' }, { bench: 'call', cpu_us: { ours: 'fast' } }, { bench: 'call', list: [1] }]) {
    expect(benchResult.safeParse(wrong).success).toBe(false)
  }
  expect([isMet(15, { atMost: 15 }), isMet(16, { atMost: 15 }), isMet(0.6, { atLeast: 0.7 })]).toEqual([true, false, false])
})
