import { testRefusals } from '../fixture/test-refusals.ts'

testRefusals(import.meta.dirname)
