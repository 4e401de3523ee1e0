import type { Readable } from 'node:stream';
import { Busboy } from '@fastify/busboy';
import { AppError } from '../../domain/app-error.ts';
import type { Form, FormFile } from '../../domain/ingest/form.ts';

const limits = { files: 1, fields: 20, fieldNameSize: 100, fieldSize: 4096, headerPairs: 100 };

function refuse(message: string): AppError {
  return new AppError('invalid-request', `The form can't be taken: ${message}`);
}

/** A form as it comes to be known; `fail` learns at once of a file that breaks off. */
function createForm(fail: (error: unknown) => void) {
  const fields = new Map<string, string>();
  const files = new Map<string, FormFile>();
  const reading: Promise<void>[] = [];

  async function readFile(field: string, file: Readable, name: string): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of file) pieces.push(piece);
    files.set(field, { name, bytes: Buffer.concat(pieces) });
  }

  return {
    addField(name: string, value: string, isCut: boolean): void {
      if (isCut) throw refuse(`${name} is longer than ${limits.fieldSize} bytes.`);
      if (fields.has(name)) throw refuse(`${name} is given more than once.`);
      fields.set(name, value);
    },
    addFile(field: string, file: Readable, name: string): void {
      const read = readFile(field, file, name);
      read.catch(fail);
      reading.push(read);
    },
    async whole(): Promise<Form> {
      await Promise.all(reading);
      return { fields, files };
    },
  };
}

/** Takes a form apart by busboy; see the port. */
export function readForm(contentType: string, bytes: Uint8Array): Promise<Form> {
  const { promise, resolve, reject } = Promise.withResolvers<Form>();
  const fail = (error: unknown) =>
    reject(error instanceof AppError ? error : refuse('it is cut off, or no multipart at all.'));
  try {
    const parser = new Busboy({ headers: { 'content-type': contentType }, limits });
    const form = createForm(fail);
    parser.on('field', (name, value, _isNameCut, isCut) => {
      try {
        form.addField(name, value, isCut);
      } catch (error) {
        fail(error);
      }
    });
    parser.on('file', (field, file, name) => form.addFile(field, file, name ?? ''));
    parser.on('filesLimit', () => fail(refuse('it has more than one file. Send one at a time.')));
    parser.on('fieldsLimit', () => fail(refuse(`it has more than ${limits.fields} fields.`)));
    parser.on('error', fail);
    parser.on('finish', () => form.whole().then(resolve, fail));
    parser.end(bytes);
  } catch (error) {
    fail(error);
  }
  return promise;
}
