/** A complete consent record. */
export const CONSENT = { subject: 'caller 1', purpose: 'tests', obtainedAt: '2026-01-01T00:00:00Z' };
