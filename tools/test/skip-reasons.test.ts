import { expect, test, vi } from 'vitest'
import type { TestModule } from 'vitest/node'
import { SkipReasons } from '../vitest/skip-reasons.ts'

const moduleOf = (moduleId: string, notes: readonly (string | undefined)[]): TestModule => {
  const skipped = notes.map((note, index) => ({ fullName: `case ${index}`, result: () => ({ state: 'skipped', note }) }))
  return { moduleId, children: { allTests: (state: string) => (state === 'skipped' ? skipped : []) } } as unknown as TestModule
}

test('a skipped test says why, each reason once, and one without a reason is named', () => {
  const said = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  new SkipReasons().onTestRunEnd([moduleOf('/a.test.ts', ['no server', undefined]), moduleOf('/b.test.ts', ['no server'])])
  expect(said.mock.calls.flat()).toEqual(['2 skipped: no server', '1 skipped: no reason stated: case 1 (/a.test.ts)'])
})

test('a run that skips nothing says nothing', () => {
  const said = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  new SkipReasons().onTestRunEnd([moduleOf('/a.test.ts', [])])
  expect(said).not.toHaveBeenCalled()
})
