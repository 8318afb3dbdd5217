import { describe, expect, test } from 'vitest'
import { businessMetrics } from '../src/business-metrics.ts'
import { callMetrics } from '../src/call-metrics.ts'
import { dataMetrics } from '../src/data-metrics.ts'
import { metric, metrics, operationalMetrics } from '../src/dictionary.ts'
import { governanceMetrics } from '../src/governance-metrics.ts'

describe('the metrics dictionary', () => {
  test('has the business keys with the owners that governance fixes', () => {
    expect(Object.fromEntries(Object.values(businessMetrics).map(({ key, owner }) => [key, owner]))).toEqual({
      revenue_sar: 'Finance',
      pipeline_value_sar: 'RevOps',
      qualified_lead_count: 'Sales',
      partner_sourced_pipeline_sar: 'Partnerships',
      synergy_realization_sar: 'CorpDev',
      win_rate: 'RevOps',
      consent_coverage: 'Compliance',
      approval_sla_compliance: 'Trust',
      connector_health: 'Operations',
    })
  })

  test('defines no key twice: the parts add up to the whole', () => {
    const parts = [businessMetrics, callMetrics, governanceMetrics, dataMetrics]
    const keys = parts.flatMap((part) => Object.keys(part))
    expect(new Set(keys).size).toBe(keys.length)
    expect(metrics.map(({ key }) => key)).toEqual(keys)
  })

  test.each(metrics.map((entry) => [entry.key, entry] as const))('%s is whole', (key, entry) => {
    expect(metric(key)).toBe(entry)
    for (const text of [entry.definition, entry.source, entry.owner, entry.label.en, entry.unit]) expect(text).toMatch(/\S/)
    expect(entry.definition).toMatch(/\.$/)
    expect(entry.label.ar).toMatch(/^[\u0600-\u06ff ]+$/)
    expect(new Set(entry.attributes).size).toBe(entry.attributes.length)
    if (entry.boundaries) {
      expect(entry.kind).toBe('histogram')
      expect(entry.boundaries).toEqual([...new Set(entry.boundaries)].toSorted((a, b) => a - b))
    }
  })

  test.each(Object.values(operationalMetrics))('$key keeps the naming and units of OpenTelemetry', (entry) => {
    expect(entry.key).toMatch(/^(portico|http\.client)(\.[a-z][a-z_]*)+$/)
    expect(entry.unit).toMatch(/^(s|By|1|\{[a-z_]+\})$/)
    // Seconds, never milliseconds: https://opentelemetry.io/docs/specs/semconv/general/metrics/
    if (/\.(duration|wait)$/.test(entry.key)) expect([entry.kind, entry.unit]).toEqual(['histogram', 's'])
    if (entry.kind === 'histogram') expect(entry.boundaries?.length).toBeGreaterThan(3)
    if (entry.kind === 'counter') expect(entry.unit).toMatch(/^(By|\{[a-z]+\})$/)
    // A tenant is no attribute: hundreds of them would multiply every series.
    expect(entry.attributes.filter((name) => name.includes('tenant'))).toEqual([])
  })

  test('can not be changed', () => {
    const entry = metric('portico.calls') as unknown as { owner: string; attributes: string[]; label: { en: string } }
    expect(() => (entry.owner = 'Nobody')).toThrow(TypeError)
    expect(() => entry.attributes.push('portico.tenant')).toThrow(TypeError)
    expect(() => (entry.label.en = '')).toThrow(TypeError)
    expect(() => Object.assign(operationalMetrics, { 'portico.more': entry })).toThrow(TypeError)
    expect(() => (metrics as unknown[]).push(entry)).toThrow(TypeError)
  })

  test('refuses a foreign key at run time too', () => {
    expect(() => metric('portico.call' as 'portico.calls')).toThrow(/'portico\.call' is not in the dictionary/)
    expect(() => metric('constructor' as 'portico.calls')).toThrow(RangeError)
  })
})
