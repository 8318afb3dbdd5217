import { expect, test, vi } from 'vitest'
import { scriptArguments } from '../script-arguments.ts'

function read(...given: readonly string[]): unknown {
  const before = process.argv
  process.argv = ['node', 'script', ...given]
  vi.spyOn(process, 'exit').mockImplementation((code) => {
    throw new Error(`exit ${String(code)}`)
  })
  try {
    return scriptArguments('chaos it', { kills: 26, seed: 7 }, ['duckdb', '--again'])
  } finally {
    process.argv = before
  }
}

test('numbers come first, each with its default, and words after them', () => {
  expect(read()).toEqual({ kills: 26, seed: 7, words: [] })
  expect(read('3')).toEqual({ kills: 3, seed: 7, words: [] })
  expect(read('3', '0', '--again', 'duckdb')).toEqual({ kills: 3, seed: 0, words: ['--again', 'duckdb'] })
  expect(read('duckdb')).toEqual({ kills: 26, seed: 7, words: ['duckdb'] })
})

test.each(['--nope', '-1', '1.5', '1e3', 'duck', '', '1 2 3', 'duckdb 3'])('%j is one line and exit code 2', (given) => {
  const said = vi.spyOn(console, 'error').mockReturnValue(undefined)
  expect(() => read(...given.split(' '))).toThrow('exit 2')
  expect(said.mock.calls).toEqual([
    [expect.stringMatching(/^'.*' is not understood: pnpm chaos it \[kills\] \[seed\] \[duckdb \| --again\]$/)],
  ])
})
