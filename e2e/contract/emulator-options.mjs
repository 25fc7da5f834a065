/** The emulator that the suite runs against in `npm test`: always the same data, customers of both access models, documented quotas. */
export const EMULATOR_OPTIONS = ['--port', '0', '--seed', '11', '--accounts', '1', '--customers', '30', '--people', '8', '--legacy', '0.4', '--quota', 'documented']
