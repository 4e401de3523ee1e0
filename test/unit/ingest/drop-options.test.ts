import { readDropOptions, readEntity } from '../../../shared/src/domain/ingest/drop-options.ts';

describe("the options in a drop's metadata", () => {
  it('are read from text', () => {
    const metadata = {
      table: 'jobs',
      entity: '17',
      mode: 'atomic',
      dry_run: 'true',
      conflict: 'update',
      max_rejects: '10',
      max_reject_ratio: '0.25',
      header: 'absent',
      encoding: 'windows-1252',
      delimiter: ';',
    };
    expect(readDropOptions(metadata)).toEqual({
      ...metadata,
      entity: 17,
      dry_run: true,
      max_rejects: 10,
      max_reject_ratio: 0.25,
    });
  });

  it.each([
    ['comma', ','],
    ['semicolon', ';'],
    ['tab', '\t'],
    ['pipe', '|'],
    ['|', '|'],
  ])('take the delimiter %s', (delimiter, expected) => {
    expect(readDropOptions({ delimiter })).toEqual({ delimiter: expected });
  });

  it('pass over what other tools write', () => {
    expect(readDropOptions({ 'goog-reserved-file-mtime': '1', uploaded_by: 'me' })).toEqual({});
  });

  it.each([
    [{ mod: 'atomic' }, 'mod: unknown; did you mean mode?'],
    [{ Mode: 'atomic' }, 'Mode: unknown; did you mean mode?'],
    [{ max_reject: '3' }, 'max_reject: unknown; did you mean max_rejects?'],
    [{ 'dry-run': 'true' }, 'dry-run: unknown; did you mean dry_run?'],
    [{ mode: 'atomc' }, 'mode: Invalid option: expected one of "partial"|"atomic"'],
    [{ dry_run: 'yes' }, 'dry_run: Invalid option: expected one of "true"|"false"'],
    [{ entity: 'crm' }, 'entity: must be a whole number'],
    [{ entity: '9007199254740993' }, 'entity: must be at most 9007199254740991'],
    [{ max_rejects: '-1' }, 'max_rejects: must be a whole number'],
    [{ max_reject_ratio: '1.5' }, 'max_reject_ratio: must be a number from 0 to 1'],
    [{ header: 'yes' }, 'header: Invalid option: expected one of "present"|"absent"'],
    [{ encoding: 'latin1' }, 'encoding: Invalid option: expected one of "utf-8"|"windows-1252"'],
  ])('%j are refused', (metadata: Record<string, string>, sentence) => {
    expect(() => readDropOptions(metadata)).toThrow(`The object's metadata is wrong. ${sentence}`);
  });

  it('are refused with everything that is wrong', () => {
    expect(() => readDropOptions({ mod: 'x', header: 'x', max_rejects: 'x' })).toThrow(
      /mod: unknown.* max_rejects: must.* header: Invalid/,
    );
  });

  it('tell the entity whatever else is wrong, and none where that is what is wrong', () => {
    expect(readEntity({ entity: '17', mode: 'x' }, 5)).toBe(17);
    expect(readEntity({ mode: 'x' }, 5)).toBe(5);
    expect(readEntity({}, null)).toBeNull();
    expect(readEntity({ entity: 'crm' }, 5)).toBeNull();
  });
});
