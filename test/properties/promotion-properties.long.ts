/*
 * The random histories of promotions, ten times as many as with every change. SLIPWAY_TEST_SEQUENCES says how many, SLIPWAY_TEST_SEED repeats a
 * run; both are printed.
 */
process.env['SLIPWAY_TEST_SEQUENCES'] ??= '3000';
await import('../../libs/application/src/promote-version/promotion-properties.spec.js');
