import {
  formatManifest,
  type Manifest,
  parseManifest,
} from '../../../shared/src/domain/backup/manifest.ts';
import { aManifest } from '../../support/backup/a-manifest.ts';

const address = 'gs://backups/hr/20261120T231500Z-abc123/manifest.json';
const whole: Manifest = aManifest();

const refusal = (text: string) => parseManifest(text, address).catch((error: unknown) => error);

describe('a manifest', () => {
  it('is read as it was written', async () => {
    expect(await parseManifest(await formatManifest(whole), address)).toEqual(whole);
  });

  it('is JSON in snake_case that every reader understands', async () => {
    const [table] = JSON.parse(await formatManifest(whole)).tables;
    expect(table.contract.columns[0]).toMatchObject({
      name: 'id',
      sql_type: 'int(11)',
      auto_increment: true,
      min: '-2147483648',
    });
  });

  it('may be laid out anew', async () => {
    const text = JSON.stringify(JSON.parse(await formatManifest(whole)));
    expect(await parseManifest(text, address)).toEqual(whole);
  });

  it('is refused with any bit of it turned', async () => {
    const bytes = new TextEncoder().encode(await formatManifest(whole));
    for (let at = 0; at < bytes.length; at += 7) {
      const damaged = Uint8Array.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ (1 << (at % 8));
      const text = new TextDecoder().decode(damaged);
      expect(await refusal(text)).toMatchObject({ code: 'invalid-object' });
    }
  });

  it('is refused when it is cut off, with its address', async () => {
    const text = await formatManifest(whole);
    expect(await refusal(text.slice(0, -3))).toMatchObject({
      code: 'invalid-object',
      message: `${address} is no sound manifest: it is not JSON.`,
    });
    expect(await refusal('{}')).toMatchObject({ message: expect.stringMatching(/checksum/) });
  });

  it('is refused when its version is not known', async () => {
    const next = { ...whole, version: 2 } as unknown as Manifest;
    await expect(formatManifest(next)).rejects.toThrow();
  });
});
