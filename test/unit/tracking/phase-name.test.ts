import {
  enumNameOf,
  environmentOf,
  phaseNames,
  phaseOf,
  readPhaseName,
  stageOf,
} from '../../../shared/src/domain/tracking/phase-name.ts';

describe('the names of the phases', () => {
  it('are seventeen, in the order of a move', () => {
    expect(phaseNames).toHaveLength(17);
    expect(phaseNames.map(enumNameOf)).toEqual([
      'NOT_STARTED',
      'DEV_SCHEMA_CONVERSION',
      'DEV_SCHEMA_BEFORE_CONSTRAINTS',
      'DEV_DATA_MOVEMENT',
      'DEV_SCHEMA_AFTER_CONSTRAINTS',
      'DEV_DATA_VALIDATION',
      'DEV_APPLICATION_CONVERSION',
      'DEV_DATA_MIGRATION',
      'DEV_CUT_OVER',
      'PROD_SCHEMA_CONVERSION',
      'PROD_SCHEMA_BEFORE_CONSTRAINTS',
      'PROD_DATA_MOVEMENT',
      'PROD_SCHEMA_AFTER_CONSTRAINTS',
      'PROD_DATA_VALIDATION',
      'PROD_APPLICATION_CONVERSION',
      'PROD_DATA_MIGRATION',
      'PROD_CUT_OVER',
    ]);
  });

  it.each(phaseNames)('%s is read as it is shown, and as its enum name', (name) => {
    expect(readPhaseName(name)).toBe(name);
    expect(readPhaseName(enumNameOf(name))).toBe(name);
  });

  it.each([
    ['SCHEMA_CONVERSION_DEV', 'Dev Schema Conversion'],
    ['DATA_MOVEMENT_DEV', 'Dev Data Movement'],
    ['Dev Cut Over', 'Dev Cutover'],
    [' prod cutover ', 'Prod Cutover'],
    ['Movement', undefined],
    ['Dev', undefined],
    ['', undefined],
  ])('%j is %s', (text, name) => {
    expect(readPhaseName(text)).toBe(name);
  });

  it('say their environment and stage', () => {
    expect(environmentOf('Not Started')).toBeNull();
    expect(stageOf('Not Started')).toBeNull();
    for (const name of phaseNames.slice(1)) {
      const [stage, environment] = [stageOf(name), environmentOf(name)];
      expect(stage === null || environment === null ? null : phaseOf(stage, environment)).toBe(
        name,
      );
    }
  });
});
