import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isQualityError, readResults } from '../src/index.ts'
import { checkpoint018, checkpoint1, validation018, validation1 } from './fixture/great-expectations.ts'

const read = (document: unknown) => readResults(JSON.stringify(document))

function refusal(text: string): { readonly code: string; readonly path: string } {
  try {
    readResults(text)
  } catch (error) {
    if (isQualityError(error)) return { code: error.code, path: error.path }
    throw error
  }
  throw new Error('it was read')
}

test('a validation of either version is read into the 1.x format', () => {
  const old = read(validation018({ success: false }))
  const current = read(validation1({ success: false }))
  expect(old.validations[0]!.result.results).toEqual(current.validations[0]!.result.results)
  for (const { kind, success, validations } of [old, current]) {
    expect({ kind, success, suites: validations.map(({ result }) => result.suite_name) }).toEqual({
      kind: 'validation',
      success: false,
      suites: ['customers'],
    })
  }
})

test('a checkpoint of either version holds its validations', () => {
  for (const document of [checkpoint018(), checkpoint1()]) {
    const { kind, success, checkpoint, validations } = read(document)
    expect({ kind, success, checkpoint, count: validations.length }).toEqual({
      kind: 'checkpoint',
      success: true,
      checkpoint: 'nightly',
      count: 1,
    })
  }
})

test('Python’s numbers that JSON lacks are read, and the same words within a text stay', () => {
  const text = JSON.stringify(validation1({ success: true }))
    .replace('"observed": 0', '')
    .replace('"seen":"x"', '"seen":[NaN,-Infinity,Infinity,"NaN"]')
  expect(readResults(text).validations[0]!.result.meta['seen']).toEqual([null, -Infinity, Infinity, 'NaN'])
})

test('exceptions per metric, as in 1.x, count as an exception', () => {
  const document = validation1({ success: false })
  document.results[1]!.exception_info = {
    "('column.max', 'abc', ())": { raised_exception: true, exception_traceback: 'trace', exception_message: 'no such column' },
  }
  expect(read(document).validations[0]!.result.results[1]!.exception_info).toEqual({
    raised_exception: true,
    exception_traceback: 'trace',
    exception_message: 'no such column',
  })
})

test('a file truncated anywhere is refused', () => {
  const text = JSON.stringify(checkpoint1())
  fc.assert(
    fc.property(fc.integer({ min: 0, max: text.length - 1 }), (length) => {
      expect(refusal(text.slice(0, length)).code).toBe('unreadable')
    }),
  )
})

test('no single change of a value turns a failed validation into a passed one', () => {
  const failed = JSON.stringify(validation1({ success: false }))
  const flips = [...failed.matchAll(/\bfalse\b/g)]
  expect(flips.length).toBeGreaterThan(2)
  for (const { index } of flips) {
    const changed = `${failed.slice(0, index)}true${failed.slice(index + 5)}`
    let success = false
    try {
      success = readResults(changed).success
    } catch (error) {
      expect(isQualityError(error)).toBe(true)
    }
    expect(success).toBe(false)
  }
})

test.each([
  ['another document', { hello: 1 }, 'not_understood', ''],
  ['a list', [], 'not_understood', ''],
  ['an empty suite', { ...validation1({ success: true }), results: [] }, 'not_understood', 'results'],
  ['a checkpoint that ran nothing', { ...checkpoint1(), run_results: {} }, 'not_understood', 'run_results'],
  [
    'an invalid key',
    { ...checkpoint1(), run_results: { a: validation1({ success: true }) } },
    'not_understood',
    'run_results["a"]',
  ],
  ['a success that is a word', { ...validation1({ success: true }), success: 'true' }, 'not_understood', 'success'],
  ['a suite without a name', { ...validation1({ success: true }), suite_name: null }, 'not_understood', 'suite_name'],
  ['no statistics', { ...validation1({ success: true }), statistics: undefined }, 'not_understood', 'statistics'],
  ['a success over failures', { ...validation1({ success: false }), success: true }, 'inconsistent', 'success'],
  ['a checkpoint over failures', { ...checkpoint1({ success: false }), success: true }, 'inconsistent', 'success'],
])('%s is refused', (_name, document, code, path) => {
  expect(refusal(JSON.stringify(document))).toEqual({ code, path })
})

test('a success that has unexpected values and no mostly is refused', () => {
  const document = validation1({ success: true })
  document.results[0]!.result = { element_count: 3, unexpected_count: 1 }
  expect(refusal(JSON.stringify(document))).toEqual({ code: 'inconsistent', path: 'results[0].success' })
  document.results[0]!.expectation_config.kwargs['mostly'] = 0.5
  expect(read(document).success).toBe(true)
  document.results[0]!.expectation_config.kwargs['mostly'] = 1
  expect(refusal(JSON.stringify(document))).toMatchObject({ code: 'inconsistent' })
  document.results[0]!.expectation_config.kwargs['mostly'] = 0.9
  expect(refusal(JSON.stringify(document))).toMatchObject({ code: 'inconsistent', path: 'results[0].success' })
  document.results[0]!.result = { unexpected_count: 1 }
  expect(refusal(JSON.stringify(document))).toMatchObject({ code: 'inconsistent', path: 'results[0].success' })
  document.results[0]!.result = { element_count: 12, missing_count: 2, unexpected_count: 1 }
  expect(read(document).success).toBe(true)
  document.results[0]!.result = { unexpected_count: 1 }
  Object.assign(document.results[0]!.result, { unexpected_percent: 50 })
  expect(refusal(JSON.stringify(document))).toMatchObject({ code: 'inconsistent', path: 'results[0].success' })
})

test('a fault deep in a checkpoint is named', () => {
  const document = checkpoint1()
  const [key] = Object.keys(document.run_results)
  const results = document.run_results[key!]!.results as { success: unknown }[]
  results[1]!.success = 1
  expect(refusal(JSON.stringify(document))).toEqual({
    code: 'not_understood',
    path: `run_results[${JSON.stringify(key)}].results[1].success`,
  })
})
